// The library as a whole: errors, threads.
#include "Border.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace border {

void keep_exception() noexcept {
    try {
        throw;
    } catch (const c10::Error &error) {
        message() = error.what_without_backtrace();
    } catch (const std::exception &error) {
        message() = error.what();
    } catch (...) {
        message() = "an exception of an unknown type";
    }
}

at::ScalarType type(int32_t code) {
    switch (code) {
    case NAXDSE_FLOAT32: return at::kFloat;
    case NAXDSE_FLOAT64: return at::kDouble;
    case NAXDSE_BFLOAT16: return at::kBFloat16;
    case NAXDSE_INT64: return at::kLong;
    case NAXDSE_UINT8: return at::kByte;
    case NAXDSE_BOOL: return at::kBool;
    }
    throw std::invalid_argument("there is no element type " + std::to_string(code));
}

at::Device device(int32_t code) {
    if (code == NAXDSE_CPU) return at::Device(at::kCPU);
    if (code >= 0 && code < backend::cuda_devices()) return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(code));
    throw std::invalid_argument("there is no CUDA device " + std::to_string(code));
}

at::TensorOptions options(int32_t type_code, int32_t device_code) {
    return at::TensorOptions().dtype(type(type_code)).device(device(device_code));
}

} // namespace border

using namespace border;

namespace backend {

const char *describe() {
    return cuda_devices() > 0 ? "libtorch " TORCH_VERSION " with CUDA" : "libtorch " TORCH_VERSION " on the CPU";
}

const char *error() { return message().c_str(); }

int32_t cuda_devices() {
    try {
        if (!at::globalContext().hasCUDA()) return 0;
        return static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs());
    } catch (...) {
        return 0;
    }
}

int32_t configure(int32_t threads, int32_t deterministic, int32_t tf32) {
    return done([&] {
#ifdef __GLIBC__
        // Each step makes and drops maps of some MiB as the one before did: kept, they need not be cleared by the kernel page by page, which took
        // a seventh of a step, and more beside other work.
        mallopt(M_MMAP_THRESHOLD, 32 << 20);
        mallopt(M_TRIM_THRESHOLD, 1 << 30);
        mallopt(M_TOP_PAD, 64 << 20);
#endif
        if (threads > 0) at::set_num_threads(threads);
        auto &context = at::globalContext();
        context.setDeterministicCuDNN(deterministic != 0);
        context.setBenchmarkCuDNN(deterministic == 0);
        context.setAllowTF32CuBLAS(tf32 != 0);
        context.setAllowTF32CuDNN(tf32 != 0);
    });
}

} // namespace backend
