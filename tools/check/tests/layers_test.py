# SPDX-License-Identifier: MIT
from trees import GateTest

RULES = """
base       :
drivers    : base
drivers/*  : base drivers
engine     : base drivers
orm        : base engine
orm/state  :
orm/loading : orm/state
"""


def tree(**includes):
    files = {"docs/layers.txt": RULES}
    for name, text in includes.items():
        files[name] = text
    return files


class Layers(GateTest):
    def test_listed_modules_own_module_and_foreign_headers_pass(self):
        self.assert_passes("layers", tree(**{
            "src/engine/a.cpp": '#include <azoth/engine/a.hpp>\n#include <azoth/base/x.hpp>\n#include <vector>\n'
                                '#include "drivers/registry.hpp"\n#include "engine/private.hpp"\n',
            "src/drivers/one/a.cpp": "#include <azoth/drivers/driver.hpp>\n",
            "src/orm/loading/a.cpp": "#include <azoth/orm/state/a.hpp>\n#include <azoth/orm/ref.hpp>\n",
            "src/bundle/a.cpp": '#include "drivers/one/a.hpp"\n',
            "include/azoth/core.hpp": "#include <azoth/engine/a.hpp>\n",
        }))

    def test_a_module_that_is_not_listed(self):
        self.assert_finds("layers", tree(**{"include/azoth/base/a.hpp": "\n#include <azoth/engine/a.hpp>\n"}),
                          "include/azoth/base/a.hpp:2: `base` may not include `engine`")

    def test_a_private_header_named_from_beside(self):
        self.assert_finds("layers", tree(**{"src/base/a.cpp": '#include "engine/a.hpp"\n'}),
                          "src/base/a.cpp:1: `base` may not include `engine`")

    def test_an_implementation_of_an_interface(self):
        self.assert_finds("layers", tree(**{
            "src/drivers/one/a.cpp": "#include <azoth/drivers/two/a.hpp>\n",
            "src/drivers/registry.cpp": "#include <azoth/drivers/two/a.hpp>\n",
            "src/engine/a.cpp": "#include <azoth/drivers/two/a.hpp>\n",
        }), "src/drivers/one/a.cpp:1:", "src/drivers/registry.cpp:1:", "src/engine/a.cpp:1:")

    def test_parts_of_a_module_in_the_wrong_order(self):
        self.assert_finds("layers", tree(**{"src/orm/state/a.cpp": "#include <azoth/orm/loading/a.hpp>\n"}),
                          "src/orm/state/a.cpp:1: `orm/state` may not include `orm/loading`")

    def test_an_umbrella_inside_the_library(self):
        self.assert_finds("layers", tree(**{"src/engine/a.cpp": "#include <azoth/core.hpp>\n"}),
                          "src/engine/a.cpp:1: an umbrella header")

    def test_a_private_header_in_a_public_one(self):
        self.assert_finds("layers", tree(**{"include/azoth/base/a.hpp": '#include "base/b.hpp"\n'}),
                          "include/azoth/base/a.hpp:1: a public header includes the private")

    def test_a_module_nobody_listed(self):
        self.assert_finds("layers", tree(**{"src/misc/a.cpp": "\n"}), "src/misc/a.cpp:1: module `misc`")

    def test_a_header_under_its_old_name(self):
        self.assert_passes("layers", tree(**{
            "include/azoth/base/a.hpp": "/// Moved: forwards for one version.\n#include <azoth/engine/a.hpp>\n"}))
