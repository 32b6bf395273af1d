// Making tensors, and bringing them back.
#include "Border.h"

#include <cstring>

using namespace border;

namespace {

int32_t code(at::ScalarType type) {
    switch (type) {
    case at::kFloat: return NAXDSE_FLOAT32;
    case at::kDouble: return NAXDSE_FLOAT64;
    case at::kBFloat16: return NAXDSE_BFLOAT16;
    case at::kLong: return NAXDSE_INT64;
    case at::kByte: return NAXDSE_UINT8;
    case at::kBool: return NAXDSE_BOOL;
    default: throw std::invalid_argument(std::string("elements of type ") + at::toString(type) + " have no code");
    }
}

} // namespace

namespace backend {

void release(naxdse_tensor *tensor) { delete tensor; }

int32_t info(const naxdse_tensor *tensor, naxdse_tensor_info *result) {
    return done([&] {
        const auto &value = tensor->value;
        if (value.dim() > NAXDSE_MAXIMUM_RANK) throw std::invalid_argument("a tensor of more than 8 axes");
        result->rank = static_cast<int32_t>(value.dim());
        for (int64_t axis = 0; axis < value.dim(); ++axis) result->extents[axis] = value.size(axis);
        result->type = code(value.scalar_type());
        result->device = value.is_cuda() ? static_cast<int32_t>(value.get_device()) : int32_t{NAXDSE_CPU};
        result->requires_gradient = value.requires_grad();
    });
}

naxdse_tensor *from_host(const void *elements, int32_t type_code, const int64_t *first, int32_t rank, int32_t device_code) {
    return made([&] {
        auto host = at::empty(extents(first, rank), options(type_code, NAXDSE_CPU));
        if (host.numel() > 0) std::memcpy(host.data_ptr(), elements, host.nbytes());
        return device_code == NAXDSE_CPU ? host : host.to(device(device_code));
    });
}

int32_t to_host(const naxdse_tensor *tensor, void *elements, int64_t bytes) {
    return done([&] {
        auto host = tensor->value.detach().to(at::kCPU).contiguous();
        if (static_cast<int64_t>(host.nbytes()) != bytes)
            throw std::invalid_argument("the tensor has " + std::to_string(host.nbytes()) + " bytes, the room " + std::to_string(bytes));
        if (bytes > 0) std::memcpy(elements, host.data_ptr(), host.nbytes());
    });
}

naxdse_tensor *full(double value, int32_t type_code, const int64_t *first, int32_t rank, int32_t device_code) {
    return made([&] { return at::full(extents(first, rank), value, options(type_code, device_code)); });
}

naxdse_tensor *convert(const naxdse_tensor *tensor, int32_t type_code, int32_t device_code, int32_t channels_last) {
    return made([&] {
        auto result = tensor->value.to(options(type_code, device_code));
        return channels_last ? result.contiguous(at::MemoryFormat::ChannelsLast) : result;
    });
}

int32_t copy(naxdse_tensor *to, const naxdse_tensor *from) {
    return done([&] { to->value.copy_(from->value); });
}

} // namespace backend
