# SPDX-License-Identifier: MIT
from trees import GateTest

LONG = "    call();\n" * 59
FITS = "    call();\n" * 58


class Length(GateTest):
    def assert_function_found(self, head):
        self.assert_passes("length", {"a.cpp": f"{head} {{\n{FITS}}}\n"})
        self.assert_finds("length", {"a.cpp": f"{head} {{\n{LONG}    more();\n}}\n"}, "a.cpp:1: a function of 62 lines")

    def test_a_long_file(self):
        self.assert_passes("length", {"a.cpp": "int a;\n" * 700})
        self.assert_finds("length", {"a.cpp": "int a;\n" * 701}, "a.cpp:700: 701 lines")

    def test_functions_of_each_form(self):
        for head in ("void f()", "auto f(int a = 1) const noexcept -> std::map<int, int>", "A::A(int b) : b_{b}, c_(b)",
                     "bool A::operator()() const", 'TEST_CASE("a { b")', "template <class T> T f(T t) requires(x<T>)"):
            with self.subTest(head):
                self.assert_function_found(head)

    def test_a_function_inside_a_class_inside_a_namespace(self):
        body = "namespace a {\nclass B : public C {\npublic:\n    void f() override {\n%s    }\n};\n}\n"
        self.assert_passes("length", {"a.cpp": body % FITS})
        self.assert_finds("length", {"a.cpp": body % (LONG * 2)}, "a.cpp:4: a function of 120 lines")

    def test_labels_of_a_switch_do_not_count(self):
        labels = "".join(f"        case Kind::A{i}:\n" for i in range(70))
        self.assert_passes("length", {"a.cpp": "void f() {\n    switch (a) {\n" + labels + "            return;\n    }\n}\n"})

    def test_what_is_not_a_function(self):
        for head in ("namespace a", "struct A", "enum class E : int", "const int a[] =", 'extern "C"'):
            with self.subTest(head):
                self.assert_passes("length", {"a.cpp": f"{head} {{\n{chr(10) * 80}}};\n"})

    def test_comments_texts_and_macros_do_not_confuse_it(self):
        self.assert_passes("length", {
            "a.cpp": '// void f() {\nauto a = "{";\n#define B(x) {\nchar c = \'{\';\nauto d = R"(\n{ { {\n)";\n' + "int a;\n" * 80})
