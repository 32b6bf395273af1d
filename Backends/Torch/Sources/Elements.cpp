// Element by element, and reductions.
#include "Border.h"

#include <torch/csrc/autograd/custom_function.h>

using namespace border;

namespace {

/// Forward the second input, backward the gradient to the first.
struct StraightThrough : torch::autograd::Function<StraightThrough> {
    static at::Tensor forward(torch::autograd::AutogradContext *, const at::Tensor &source, const at::Tensor &value) {
        if (source.sizes() != value.sizes()) throw std::invalid_argument("straight-through tensors have one shape");
        return value.clone();
    }
    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext *, torch::autograd::tensor_list gradients) {
        return {gradients[0], at::Tensor()};
    }
};

} // namespace

namespace backend {

naxdse_tensor *unary(int32_t function, const naxdse_tensor *tensor) {
    return made([&] {
        const auto &x = tensor->value;
        switch (function) {
        case NAXDSE_NEGATE: return x.neg();
        case NAXDSE_EXP: return x.exp();
        case NAXDSE_LOG: return x.log();
        case NAXDSE_SQRT: return x.sqrt();
        case NAXDSE_ABS: return x.abs();
        case NAXDSE_SIGN: return x.sign();
        case NAXDSE_FLOOR: return x.floor();
        case NAXDSE_CEIL: return x.ceil();
        case NAXDSE_ROUND: return x.round();
        case NAXDSE_RELU: return x.relu();
        case NAXDSE_SIGMOID: return x.sigmoid();
        case NAXDSE_TANH: return x.tanh();
        case NAXDSE_GELU: return at::gelu(x);
        case NAXDSE_SILU: return at::silu(x);
        case NAXDSE_SQUARE: return x.square();
        case NAXDSE_RECIPROCAL: return x.reciprocal();
        }
        throw std::invalid_argument("there is no function " + std::to_string(function) + " of one tensor");
    });
}

naxdse_tensor *binary(int32_t function, const naxdse_tensor *first, const naxdse_tensor *second) {
    return made([&] {
        const auto &a = first->value, &b = second->value;
        switch (function) {
        case NAXDSE_ADD: return a.add(b);
        case NAXDSE_SUBTRACT: return a.sub(b);
        case NAXDSE_MULTIPLY: return a.mul(b);
        case NAXDSE_DIVIDE: return a.div(b);
        case NAXDSE_POWER: return a.pow(b);
        case NAXDSE_MINIMUM: return at::minimum(a, b);
        case NAXDSE_MAXIMUM: return at::maximum(a, b);
        case NAXDSE_EQUAL: return a.eq(b);
        case NAXDSE_LESS: return a.lt(b);
        }
        throw std::invalid_argument("there is no function " + std::to_string(function) + " of two tensors");
    });
}

naxdse_tensor *with_number(int32_t function, const naxdse_tensor *tensor, double b) {
    return made([&] {
        const auto &a = tensor->value;
        switch (function) {
        case NAXDSE_ADD: return a.add(b);
        case NAXDSE_SUBTRACT: return a.sub(b);
        case NAXDSE_MULTIPLY: return a.mul(b);
        case NAXDSE_DIVIDE: return a.div(b);
        case NAXDSE_POWER: return a.pow(b);
        case NAXDSE_MINIMUM: return a.clamp_max(b);
        case NAXDSE_MAXIMUM: return a.clamp_min(b);
        case NAXDSE_EQUAL: return a.eq(b);
        case NAXDSE_LESS: return a.lt(b);
        }
        throw std::invalid_argument("there is no function " + std::to_string(function) + " of a tensor and a number");
    });
}

naxdse_tensor *clamp(const naxdse_tensor *tensor, double low, double high) {
    return made([&] { return tensor->value.clamp(low, high); });
}

naxdse_tensor *select(const naxdse_tensor *condition, const naxdse_tensor *a, const naxdse_tensor *b) {
    return made([&] { return at::where(condition->value, a->value, b->value); });
}

naxdse_tensor *quantize(const naxdse_tensor *tensor, const naxdse_tensor *scale, int32_t axis, int64_t low, int64_t high) {
    return made([&] {
        const auto &x = tensor->value, &s = scale->value;
        if (s.scalar_type() != at::kFloat) throw std::invalid_argument("scales are float32");
        if (axis < 0) {
            if (s.numel() != 1) throw std::invalid_argument("without an axis there is one scale, not " + std::to_string(s.numel()));
            if (can_round(x)) return rounded(x, s, low, high);
            auto zero = at::zeros({1}, s.options().dtype(at::kInt));
            return at::fake_quantize_per_tensor_affine(x, s.reshape({1}), zero, low, high);
        }
        auto zeros = at::zeros({s.numel()}, s.options().dtype(at::kInt));
        return at::fake_quantize_per_channel_affine(x, s, zeros, axis, low, high);
    });
}

naxdse_tensor *straight_through(const naxdse_tensor *source, const naxdse_tensor *value) {
    return made([&] { return StraightThrough::apply(source->value, value->value); });
}

naxdse_tensor *reduce(int32_t function, const naxdse_tensor *tensor, const int64_t *first, int32_t count, int32_t keeps) {
    return made([&] {
        const auto x = keeping_order(tensor->value);
        std::vector<int64_t> axes(first, first + count);
        if (axes.empty())
            for (int64_t axis = 0; axis < x.dim(); ++axis) axes.push_back(axis);
        switch (function) {
        case NAXDSE_SUM: return x.sum(axes, keeps != 0);
        case NAXDSE_MEAN: return x.mean(axes, keeps != 0);
        case NAXDSE_LARGEST: return x.amax(axes, keeps != 0);
        case NAXDSE_SMALLEST: return x.amin(axes, keeps != 0);
        case NAXDSE_VARIANCE: return x.var(axes, /*unbiased=*/false, keeps != 0);
        case NAXDSE_ARGMAX:
            if (count == 0) return x.argmax();
            if (count == 1) return x.argmax(axes[0], keeps != 0);
            throw std::invalid_argument("argmax is along one axis or over all");
        }
        throw std::invalid_argument("there is no reduction " + std::to_string(function));
    });
}

} // namespace backend
