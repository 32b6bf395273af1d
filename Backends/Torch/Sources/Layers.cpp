// Products, convolution, normalisation, pooling, losses.
#include "Border.h"

using namespace border;

namespace {

c10::optional<at::Tensor> optional(const naxdse_tensor *tensor) {
    return tensor ? c10::optional<at::Tensor>(tensor->value) : c10::nullopt;
}

} // namespace

namespace backend {

naxdse_tensor *matmul(const naxdse_tensor *a, const naxdse_tensor *b) {
    return made([&] { return at::matmul(a->value, b->value); });
}

naxdse_tensor *linear(const naxdse_tensor *x, const naxdse_tensor *weight, const naxdse_tensor *bias) {
    return made([&] { return at::linear(x->value, weight->value, optional(bias)); });
}

naxdse_tensor *convolve(
    const naxdse_tensor *x, const naxdse_tensor *weight, const naxdse_tensor *bias, const naxdse_convolution *shape) {
    return made([&] {
        return at::conv2d(
            x->value, weight->value, optional(bias), extents(shape->stride, 2), extents(shape->padding, 2),
            extents(shape->dilation, 2), shape->groups);
    });
}

naxdse_tensor *batch_norm(
    const naxdse_tensor *x, const naxdse_tensor *scale, const naxdse_tensor *shift, naxdse_tensor *mean, naxdse_tensor *variance,
    int32_t training, double momentum, double epsilon) {
    return made([&] {
        return at::batch_norm(
            x->value, scale->value, shift->value, mean->value, variance->value, training != 0, momentum, epsilon,
            /*cudnn_enabled=*/true);
    });
}

naxdse_tensor *layer_norm(const naxdse_tensor *x, const naxdse_tensor *scale, const naxdse_tensor *shift, double epsilon) {
    return made([&] { return at::layer_norm(x->value, {x->value.size(-1)}, scale->value, shift->value, epsilon); });
}

naxdse_tensor *pool(const naxdse_tensor *x, const naxdse_pooling *shape) {
    return made([&] {
        auto window = extents(shape->window, 2), stride = extents(shape->stride, 2), padding = extents(shape->padding, 2);
        if (shape->kind == NAXDSE_MAXIMUM_POOL)
            return at::max_pool2d(x->value, window, stride, padding, /*dilation=*/1, shape->rounds_up != 0);
        return at::avg_pool2d(x->value, window, stride, padding, shape->rounds_up != 0, shape->counts_padding != 0);
    });
}

naxdse_tensor *softmax(const naxdse_tensor *x, int32_t axis, int32_t logarithm) {
    return made([&] { return logarithm ? x->value.log_softmax(axis) : x->value.softmax(axis); });
}

naxdse_tensor *cross_entropy(const naxdse_tensor *logits, const naxdse_tensor *classes, double smoothing) {
    return made([&] {
        return at::cross_entropy_loss(
            logits->value, classes->value, /*weight=*/{}, at::Reduction::Mean, /*ignore_index=*/-100, smoothing);
    });
}

} // namespace backend
