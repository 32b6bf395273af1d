#!/usr/bin/env python3
"""Figures of hwcomponents for `naxdse components resolve`.

    python3.12 -m venv components && components/bin/pip install hwcomponents hwcomponents-adc hwcomponents-cacti hwcomponents-library
    naxdse components resolve LIBRARY.xml --provider "components/bin/python Scripts/components/hwcomponents_provider.py" -o RESOLVED.xml

hwcomponents needs Python 3.12 or later. A component names one of its models by package and class:

    <component id="glb" kind="memory" external-model="hwcomponents_cacti.SRAM" capacity="64 KiB" width="256" technology="32 nm" source="CACTI"/>
    <component id="adc" kind="adc" external-model="hwcomponents_adc.ADC" resolution="8" rate="1 GS/s" technology="32 nm" source="survey"/>

Attributes become the model's arguments: technology → tech_node, capacity → size, resolution → n_bits or resolution, rate → throughput,
supply → voltage, width → width; every <parameter> is an argument of its own name. One that the model does not have is an error, and so
are nodes that CACTI does not know and what it would scale in silence.

The program that comes in hwcomponents-cacti wants a newer C library than Debian 12 has; `make` in its folder builds it from the
sources that lie beside it. hwcomponents-library imports hwcomponents-neurosim, whose licence does not allow all uses: whether to
install it is the user's to decide; without it, models that import it cannot be had.
"""
import importlib
import inspect
import json
import logging
import math
import sys
from importlib import metadata

logging.disable(logging.CRITICAL)

PROVIDER = "hwcomponents_provider 1"

# What an attribute of <component> is called there, first name that the model takes.
ARGUMENTS = {
    "technology": ["tech_node"], "capacity": ["size"], "width": ["width"], "resolution": ["n_bits", "resolution"],
    "rate": ["throughput"], "supply": ["voltage", "vdd"],
}

# Actions of naxdse by those that models may call them.
ACTIONS = {
    "convert": ["convert", "read"], "read": ["read"], "write": ["write", "read"], "transfer": ["transfer", "read"],
    "hop": ["read"], "operate": ["add", "mac", "multiply", "compute", "read"], "hold": ["sample", "read"], "cycle": ["read"],
}


class Refusal(Exception):
    """What is wrong with a request, told to the user."""


def model_class(name):
    package, dot, class_name = name.rpartition(".")
    if not dot or not package.startswith("hwcomponents"):
        raise Refusal(f"'{name}' is no model; write package and class, such as hwcomponents_cacti.SRAM")
    try:
        module = importlib.import_module(package)
    except ImportError as error:
        raise Refusal(f"{package} cannot be imported: {error}; install it with pip") from error
    found = getattr(module, class_name, None)
    if found is None:
        # Those of hwcomponents_library lie in modules of their own.
        raise Refusal(f"{package} has no '{class_name}'")
    return package, found


def arguments(parameters, model):
    """The constructor's arguments; every parameter has to be one."""
    taken = inspect.signature(model.__init__).parameters
    result = {}
    for name, value in parameters.items():
        target = next((one for one in ARGUMENTS.get(name, [name]) if one in taken), None)
        if target is None:
            known = ", ".join(one for one in taken if one != "self")
            raise Refusal(f"{model.__name__} has no argument for '{name}'; it has {known}")
        whole = isinstance(value, float) and value.is_integer() and name not in ("technology", "supply", "rate")
        result[target] = int(value) if whole else value
    missing = [one for one, parameter in taken.items()
               if one != "self" and parameter.default is inspect.Parameter.empty
               and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY) and one not in result]
    if missing:
        raise Refusal(f"{model.__name__} wants {', '.join(missing)}")
    return result


def check(package, given):
    """What the models would take in silence, and get wrong."""
    node = given.get("tech_node")
    if node is not None and not 3e-9 <= node <= 1e-6:
        raise Refusal(f"a node of {node:g} m is none; give it in metres, as 32e-9")
    if package == "hwcomponents_cacti" and node is not None and not 22e-9 <= node <= 90e-9:
        raise Refusal(f"CACTI knows 22 to 90 nm, not {node * 1e9:g} nm, which hwcomponents scales from another node")


def answer(request):
    package, model = model_class(request["model"])
    given = arguments(request["parameters"], model)
    check(package, given)
    try:
        made = model(**given)
    except Refusal:
        raise
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        if "CACTI failed" in text:
            text += " (the program of the package may not run here: `make` in its folder cacti/ builds it from its sources)"
        raise Refusal(text) from error
    actions = {}
    for action in request["actions"]:
        method = next((getattr(made, one) for one in ACTIONS.get(action, [action]) if hasattr(made, one)), None)
        if method is None:
            raise Refusal(f"{model.__name__} has no action for '{action}'")
        cost = method()
        figures = {"energy_J": float(cost.energy), "time_s": float(cost.latency)}
        if not all(math.isfinite(figure) and figure >= 0 for figure in figures.values()):
            raise Refusal(f"{model.__name__} gives {cost} for '{action}'")
        actions[action] = figures
    return {
        "id": request["id"], "provider": package, "version": metadata.version(package.replace("_", "-")), "by": PROVIDER,
        "actions": actions, "leakage_W": float(made.leak_power), "area_m2": float(made.area),
        "parameters": {name: value for name, value in sorted(given.items())},
    }


def main():
    for line in sys.stdin:
        request = json.loads(line)
        try:
            print(json.dumps(answer(request)), flush=True)
        except Refusal as error:
            print(json.dumps({"id": request.get("id"), "error": str(error)}), flush=True)


if __name__ == "__main__":
    main()
