// What every file of the backend needs: handles, and exceptions turned into messages.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <string>
#include <vector>

#include "naxdse-tensors.h"

struct naxdse_tensor {
    at::Tensor value;
};

namespace border {

/// What `error` gives in this thread.
inline std::string &message() {
    static thread_local std::string text;
    return text;
}

/// Keeps what is being thrown as this thread's message.
void keep_exception() noexcept;

inline naxdse_tensor *handle(at::Tensor value) { return new naxdse_tensor{std::move(value)}; }

/// The tensor that the body makes, or NULL with a message.
template <class Body>
naxdse_tensor *made(Body &&body) noexcept {
    try {
        return handle(body());
    } catch (...) {
        keep_exception();
        return nullptr;
    }
}

/// 0 after the body, or 1 with a message.
template <class Body>
int32_t done(Body &&body) noexcept {
    try {
        body();
        return 0;
    } catch (...) {
        keep_exception();
        return 1;
    }
}

at::ScalarType type(int32_t code);
at::Device device(int32_t code);
inline at::IntArrayRef extents(const int64_t *first, int32_t count) { return at::IntArrayRef(first, static_cast<size_t>(count)); }
at::TensorOptions options(int32_t type_code, int32_t device_code);

/// The same map, whose gradient comes back with the channels of a pixel beside each other where the map has them so; anything else as it is.
at::Tensor keeping_order(const at::Tensor &);

/// Whether ``rounded`` is for it: float32 in a CPU's memory, without gaps.
bool can_round(const at::Tensor &);
/// round(x/scale)·scale with the integer within low … high, and the straight-through gradient.
at::Tensor rounded(const at::Tensor &x, const at::Tensor &scale, int64_t low, int64_t high);

} // namespace border

// The functions of the table, each documented in naxdse-tensors.h.
namespace backend {

const char *describe();
const char *error();
int32_t cuda_devices();
int32_t configure(int32_t threads, int32_t deterministic, int32_t tf32);

naxdse_generators *generators(uint64_t seed);
void release_generators(naxdse_generators *);
int32_t seed(naxdse_generators *, uint64_t seed);
naxdse_tensor *random_state(naxdse_generators *, int32_t device);
int32_t set_random_state(naxdse_generators *, int32_t device, const naxdse_tensor *state);

void release(naxdse_tensor *);
int32_t info(const naxdse_tensor *, naxdse_tensor_info *);
naxdse_tensor *from_host(const void *elements, int32_t type, const int64_t *extents, int32_t rank, int32_t device);
int32_t to_host(const naxdse_tensor *, void *elements, int64_t bytes);
naxdse_tensor *full(double value, int32_t type, const int64_t *extents, int32_t rank, int32_t device);
naxdse_tensor *random(
    naxdse_generators *, int32_t kind, double a, double b, int32_t type, const int64_t *extents, int32_t rank, int32_t device);
naxdse_tensor *convert(const naxdse_tensor *, int32_t type, int32_t device, int32_t channels_last);
int32_t copy(naxdse_tensor *to, const naxdse_tensor *from);

naxdse_tensor *unary(int32_t function, const naxdse_tensor *);
naxdse_tensor *binary(int32_t function, const naxdse_tensor *, const naxdse_tensor *);
naxdse_tensor *with_number(int32_t function, const naxdse_tensor *, double);
naxdse_tensor *clamp(const naxdse_tensor *, double low, double high);
naxdse_tensor *select(const naxdse_tensor *condition, const naxdse_tensor *a, const naxdse_tensor *b);
naxdse_tensor *quantize(const naxdse_tensor *, const naxdse_tensor *scale, int32_t axis, int64_t low, int64_t high);
naxdse_tensor *straight_through(const naxdse_tensor *source, const naxdse_tensor *value);
naxdse_tensor *reduce(int32_t function, const naxdse_tensor *, const int64_t *axes, int32_t count, int32_t keeps);

naxdse_tensor *matmul(const naxdse_tensor *, const naxdse_tensor *);
naxdse_tensor *linear(const naxdse_tensor *, const naxdse_tensor *weight, const naxdse_tensor *bias);
naxdse_tensor *convolve(const naxdse_tensor *, const naxdse_tensor *weight, const naxdse_tensor *bias, const naxdse_convolution *);
naxdse_tensor *batch_norm(
    const naxdse_tensor *, const naxdse_tensor *scale, const naxdse_tensor *shift, naxdse_tensor *mean, naxdse_tensor *variance,
    int32_t training, double momentum, double epsilon);
naxdse_tensor *layer_norm(const naxdse_tensor *, const naxdse_tensor *scale, const naxdse_tensor *shift, double epsilon);
naxdse_tensor *pool(const naxdse_tensor *, const naxdse_pooling *);
naxdse_tensor *softmax(const naxdse_tensor *, int32_t axis, int32_t logarithm);
naxdse_tensor *cross_entropy(const naxdse_tensor *logits, const naxdse_tensor *classes, double smoothing);

naxdse_tensor *reshape(const naxdse_tensor *, const int64_t *extents, int32_t rank);
naxdse_tensor *expand(const naxdse_tensor *, const int64_t *extents, int32_t rank);
naxdse_tensor *permute(const naxdse_tensor *, const int64_t *order, int32_t rank);
naxdse_tensor *slice(const naxdse_tensor *, int32_t axis, int64_t start, int64_t end, int64_t step);
naxdse_tensor *pad(const naxdse_tensor *, const int64_t *pads, int32_t count, double value);
naxdse_tensor *join(const naxdse_tensor *const *, int32_t count, int32_t axis);
naxdse_tensor *take(const naxdse_tensor *, int32_t axis, const naxdse_tensor *indices);

int32_t require_gradient(naxdse_tensor *, int32_t);
int32_t backward(const naxdse_tensor *, int32_t keeps_graph);
int32_t gradient(const naxdse_tensor *, naxdse_tensor **result);
int32_t clear_gradient(naxdse_tensor *);
naxdse_tensor *detach(const naxdse_tensor *);
int32_t set_gradient_mode(int32_t);
int32_t set_autocast(int32_t device, int32_t enabled);

int32_t step_sgd(naxdse_tensor *const *parameters, naxdse_tensor *const *momenta, int32_t count, const naxdse_sgd *);
int32_t step_adam(
    naxdse_tensor *const *parameters, naxdse_tensor *const *first, naxdse_tensor *const *second, int32_t count, const naxdse_adam *);

} // namespace backend
