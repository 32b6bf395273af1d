// Random numbers: generators of their holder's own, one a device, made when first drawn from.
#include "Border.h"

#include <ATen/Context.h>

#include <map>
#include <mutex>

using namespace border;

struct naxdse_generators {
    explicit naxdse_generators(uint64_t seed) : seed(seed) {}

    /// The generator of a device. Its state is guarded by a mutex of its own, which drawing locks.
    at::Generator of(int32_t code) {
        std::lock_guard<std::mutex> lock(mutex);
        auto found = made.find(code);
        if (found == made.end()) {
            // A copy of the process's own is the one way to make one for any device without its headers.
            auto generator = at::globalContext().defaultGenerator(device(code)).clone();
            generator.set_current_seed(seed);
            found = made.emplace(code, std::move(generator)).first;
        }
        return found->second;
    }

    void reseed(uint64_t value) {
        std::lock_guard<std::mutex> lock(mutex);
        seed = value;
        for (auto &[code, generator] : made) {
            std::lock_guard<std::mutex> inner(generator.mutex());
            generator.set_current_seed(seed);
        }
    }

  private:
    std::mutex mutex;
    uint64_t seed;
    std::map<int32_t, at::Generator> made;
};

namespace backend {

naxdse_generators *generators(uint64_t seed) {
    try {
        return new naxdse_generators(seed);
    } catch (...) {
        keep_exception();
        return nullptr;
    }
}

void release_generators(naxdse_generators *generators) { delete generators; }

int32_t seed(naxdse_generators *generators, uint64_t seed) {
    return done([&] { generators->reseed(seed); });
}

naxdse_tensor *random_state(naxdse_generators *generators, int32_t device) {
    return made([&] {
        auto source = generators->of(device);
        std::lock_guard<std::mutex> lock(source.mutex());
        return source.get_state();
    });
}

int32_t set_random_state(naxdse_generators *generators, int32_t device, const naxdse_tensor *state) {
    return done([&] {
        auto target = generators->of(device);
        std::lock_guard<std::mutex> lock(target.mutex());
        target.set_state(state->value);
    });
}

naxdse_tensor *random(
    naxdse_generators *generators, int32_t kind, double a, double b, int32_t type_code, const int64_t *first, int32_t rank,
    int32_t device_code) {
    return made([&] {
        auto result = at::empty(extents(first, rank), options(type_code, device_code));
        switch (kind) {
        case NAXDSE_UNIFORM: return result.uniform_(a, b, generators->of(device_code));
        case NAXDSE_NORMAL: return result.normal_(a, b, generators->of(device_code));
        }
        throw std::invalid_argument("there is no distribution " + std::to_string(kind));
    });
}

} // namespace backend
