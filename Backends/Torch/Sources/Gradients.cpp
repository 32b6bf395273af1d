// Automatic differentiation and mixed precision.
#include "Border.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

using namespace border;

namespace backend {

int32_t require_gradient(naxdse_tensor *tensor, int32_t required) {
    return done([&] { tensor->value.set_requires_grad(required != 0); });
}

int32_t backward(const naxdse_tensor *tensor, int32_t keeps_graph) {
    return done([&] { tensor->value.backward({}, keeps_graph != 0); });
}

int32_t gradient(const naxdse_tensor *tensor, naxdse_tensor **result) {
    return done([&] {
        const auto &gradient = tensor->value.grad();
        *result = gradient.defined() ? handle(gradient) : nullptr;
    });
}

int32_t clear_gradient(naxdse_tensor *tensor) {
    return done([&] { tensor->value.mutable_grad().reset(); });
}

naxdse_tensor *detach(const naxdse_tensor *tensor) {
    return made([&] { return tensor->value.detach(); });
}

int32_t set_gradient_mode(int32_t enabled) {
    bool before = c10::GradMode::is_enabled();
    c10::GradMode::set_enabled(enabled != 0);
    return before;
}

int32_t set_autocast(int32_t device, int32_t enabled) {
    return done([&] {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        auto type = border::device(device).type();
        at::autocast::set_autocast_dtype(type, at::kBFloat16);
        at::autocast::set_autocast_enabled(type, enabled != 0);
#else
        if (border::device(device).is_cuda()) {
            at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
            at::autocast::set_enabled(enabled != 0);
        } else {
            at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
            at::autocast::set_cpu_enabled(enabled != 0);
        }
#endif
        // Casts of weights are kept while it is on; after a step they would be those of old weights.
        if (!enabled) at::autocast::clear_cache();
    });
}

} // namespace backend
