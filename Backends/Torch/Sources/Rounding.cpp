// Rounding to integers with the straight-through estimator, for whole maps.
//
// at::fake_quantize_per_tensor_affine rounds element by element and writes a mask for its gradient; libtorch 1.13 does so without vector
// instructions, so that it took a fifth of a training step of ResNet-20. Here both ways are one vectorised pass, and the mask is worked out
// again from what was rounded, which training keeps anyway. The numbers are the same to the bit.
#include "Border.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cmath>

// Several versions of a loop, of which the processor's own is taken when the library is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define VECTORISED __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3", "no-trapping-math", "no-math-errno")))
#else
#define VECTORISED
#endif

namespace {

constexpr int64_t grain = 1 << 15;

VECTORISED void round_all(const float *x, float *y, int64_t count, float inverse, float scale, float low, float high) {
    for (int64_t i = 0; i < count; ++i) {
        float level = __builtin_nearbyintf(x[i] * inverse);
        level = level < low ? low : level;
        level = level > high ? high : level;
        y[i] = level * scale;
    }
}

VECTORISED void pass_all(const float *x, const float *gradient, float *result, int64_t count, float inverse, float low, float high) {
    for (int64_t i = 0; i < count; ++i) {
        float level = __builtin_nearbyintf(x[i] * inverse);
        result[i] = level >= low && level <= high ? gradient[i] : 0.0f;
    }
}

/// round(x/scale)·scale with the integer within low … high; backward the gradient where it was within.
struct Rounded : torch::autograd::Function<Rounded> {
    static at::Tensor forward(torch::autograd::AutogradContext *context, const at::Tensor &x, double scale, int64_t low, int64_t high) {
        auto result = at::empty_like(x);
        auto factor = static_cast<float>(scale);
        const auto *from = x.data_ptr<float>();
        auto *to = result.data_ptr<float>();
        at::parallel_for(0, x.numel(), grain, [&](int64_t first, int64_t last) {
            round_all(
                from + first, to + first, last - first, 1.0f / factor, factor, static_cast<float>(low), static_cast<float>(high));
        });
        context->save_for_backward({x});
        context->saved_data["scale"] = scale;
        context->saved_data["low"] = low;
        context->saved_data["high"] = high;
        return result;
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext *context, torch::autograd::tensor_list gradients) {
        auto x = context->get_saved_variables()[0];
        auto gradient = gradients[0].strides() == x.strides() ? gradients[0] : at::empty_like(x).copy_(gradients[0]);
        auto factor = static_cast<float>(context->saved_data["scale"].toDouble());
        auto low = static_cast<float>(context->saved_data["low"].toInt()), high = static_cast<float>(context->saved_data["high"].toInt());
        auto result = at::empty_like(x);
        const auto *from = x.data_ptr<float>(), *by = gradient.data_ptr<float>();
        auto *to = result.data_ptr<float>();
        at::parallel_for(0, x.numel(), grain, [&](int64_t first, int64_t last) {
            pass_all(from + first, by + first, to + first, last - first, 1.0f / factor, low, high);
        });
        return {result, at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

namespace border {

bool can_round(const at::Tensor &x) {
    return x.is_cpu() && x.scalar_type() == at::kFloat && x.is_non_overlapping_and_dense();
}

at::Tensor rounded(const at::Tensor &x, const at::Tensor &scale, int64_t low, int64_t high) {
    return Rounded::apply(x, scale.item<double>(), low, high);
}

} // namespace border
