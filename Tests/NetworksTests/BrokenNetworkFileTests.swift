import Diagnostics
import Markup
import Testing

@testable import Networks

// Each kind of broken network file with its exact diagnostic. The body stands from line 3 on.

private func errors(_ body: String) throws -> [String] {
    let text = """
        <?xml version="1.0"?>
        <network xmlns="urn:naxdse:network:1" name="mine">
        \(body)
        </network>
        """
    let reader = NetworkReader()
    do throws(InvalidInput) {
        _ = try reader.read(bytes: Array(text.utf8), as: "mine.xml")
        return []
    } catch {
        return error.diagnostics.map(\.description)
    }
}

private let input = #"<input name="x" shape="3 8 8"/>"#

private let broken: [(body: String, errors: [String])] = [
    (
        #"\#(input)<convolutoin name="c" channels="4" kernel="3"/>"#,
        [
            #"mine.xml:3:32: error: layer 'c': <convolutoin> is not known in <network>; did you mean 'convolution'?"#
        ]
    ),
    (
        #"\#(input)<convolution name="c" kernel="3"/>"#,
        [
            #"mine.xml:3:32: error: layer 'c': <convolution> has no channels; add channels="…""#
        ]
    ),
    (
        #"\#(input)<convolution name="c" channels="4" kernal="3"/>"#,
        [
            #"mine.xml:3:32: error: layer 'c': <convolution> has no kernel; add kernel="…""#,
            #"mine.xml:3:67: error: layer 'c': <convolution> has no attribute 'kernal'; did you mean 'kernel'?"#,
        ]
    ),
    (
        #"\#(input)<convolution name="c" channels="many" kernel="3"/>"#,
        [
            #"mine.xml:3:64: error: layer 'c': channels is 'many'; a whole number of 1 or more is wanted"#
        ]
    ),
    (
        #"\#(input)<convolution name="c" channels="4" kernel="3 3 3"/>"#,
        [
            #"mine.xml:3:75: error: layer 'c': kernel is '3 3 3'; one number, or height and width as in '1 7', is wanted"#
        ]
    ),
    (
        #"\#(input)<convolution name="c" channels="4" kernel="3" padding="valid"/>"#,
        [
            #"mine.xml:3:87: error: layer 'c': padding is 'valid'; 'same', one number, or top, left, bottom and right as in '0 0 1 1', is wanted"#
        ]
    ),
    (
        #"\#(input)<convolution name="c" channels="4" kernel="3" groups="2"/>"#,
        [
            #"mine.xml:3:32: error: layer 'c': 2 groups do not divide its 3 input channels; choose a divisor of 3"#
        ]
    ),
    (
        #"\#(input)<convolution name="c" channels="4" kernel="9"/>"#,
        [
            #"mine.xml:3:32: error: layer 'c': a kernel of 9 does not fit into 3×8×8 with padding 0; use a smaller kernel or more padding"#
        ]
    ),
    (
        #"\#(input)<convolution name="c" channels="4" kernel="5000"/>"#,
        [
            #"mine.xml:3:75: error: layer 'c': kernel is '5000'; whole numbers from 1 to 4096, with spaces between them, are wanted"#
        ]
    ),
    (
        #"\#(input)<relu name="stem.relu"/><relu name="r" inputs="stem.rleu"/>"#,
        [
            #"mine.xml:3:79: error: layer 'r': no layer before it is called 'stem.rleu'; did you mean 'stem.relu'?"#
        ]
    ),
    (
        #"\#(input)<add name="a" inputs="x b"/><relu name="b"/>"#,
        [
            #"mine.xml:3:54: error: layer 'a': no layer before it is called 'b'; move 'b' above it"#
        ]
    ),
    (
        #"\#(input)<relu name="x"/>"#,
        [
            #"mine.xml:3:44: error: layer 'x': the name is used twice; give each layer its own name"#
        ]
    ),
    (
        #"<relu name="r"/>"#,
        [
            #"mine.xml:2:1: error: <network> is not complete; add <input>"#,
            #"mine.xml:3:1: error: layer 'r': <relu> is out of place in <network>; <description> or <input> is expected here"#,
        ]
    ),
    (
        "",
        [
            #"mine.xml:2:1: error: <network> is not complete; add <input>"#
        ]
    ),
    (
        #"<input name="x" shape="3 0 8"/>"#,
        [
            #"mine.xml:3:24: error: layer 'x': shape is '3 0 8'; one or more extents, as in '3 32 32', is wanted"#
        ]
    ),
    (
        #"<input name="x" shape="68719476736 2"/>"#,
        [
            #"mine.xml:3:24: error: layer 'x': shape is '68719476736 2'; at most 8 extents and 68719476736 elements are possible"#
        ]
    ),
    (
        #"\#(input)<linear name="l" features="10"/>"#,
        [
            #"mine.xml:3:32: error: layer 'l': linear cannot read 3×8×8; flatten it, or reshape it to tokens×features"#
        ]
    ),
    (
        #"\#(input)<reshape name="r" shape="5 5"/>"#,
        [
            #"mine.xml:3:32: error: layer 'r': cannot reshape 3×8×8 (192 elements) to 5×5; choose extents whose product is 192"#
        ]
    ),
    (
        #"\#(input)<transpose name="t" order="0 0 1"/>"#,
        [
            #"mine.xml:3:32: error: layer 't': transpose order [0, 0, 1] does not fit 3×8×8; name each axis from 0 to 2 once"#
        ]
    ),
    (
        #"\#(input)<slice name="s" axis="1" start="7" count="2"/>"#,
        [
            #"mine.xml:3:32: error: layer 's': slice of 2 from 7 in steps of 1 leaves 3×8×8; stay within 0 to 7 of axis 1"#
        ]
    ),
    (
        #"\#(input)<clip name="c" minimum="1" maximum="0"/>"#,
        [
            #"mine.xml:3:32: error: layer 'c': the minimum 1.0 is more than the maximum 0.0; exchange them"#
        ]
    ),
    (
        #"\#(input)<batch-norm name="b" epsilon="0"/>"#,
        [
            #"mine.xml:3:62: error: layer 'b': epsilon is '0'; a number that is more than 0 is wanted"#
        ]
    ),
    (
        #"\#(input)<scale name="s" factor="INF"/>"#,
        [
            #"mine.xml:3:56: error: layer 's': factor is 'INF'; a finite number is wanted"#
        ]
    ),
    (
        #"\#(input)<linear name="f" features="4" bias="maybe"/>"#,
        [
            #"mine.xml:3:68: error: layer 'f': bias is 'maybe'; 'true' or 'false' is wanted"#
        ]
    ),
    (
        #"\#(input)<relu name="two words"/>"#,
        [
            #"mine.xml:3:44: error: layer 'two words': name is 'two words'; a name without white space is wanted"#
        ]
    ),
    (
        #"\#(input)<flatten name="f"/><linear name="l" features="999999999999"/>"#,
        [
            #"mine.xml:3:78: error: layer 'l': features is '999999999999'; a whole number from 1 to 68719476736 is wanted"#
        ]
    ),
]

@Test(arguments: broken.indices) func aBrokenNetworkFileIsToldWhereAndHow(index: Int) throws {
    #expect(try errors(broken[index].body) == broken[index].errors)
}

@Test func allErrorsOfAFileAreToldAtOnce() throws {
    let found = try errors(
        """
        <input name="x" shape="3 8 8"/>
        <convolution name="a" channels="4" kernel="9"/>
        <relu name="b"/>
        <linear name="c" features="10" inputs="x"/>
        <relu name="d" inputs="e"/>
        """)
    #expect(
        found == [
            "mine.xml:4:1: error: layer 'a': a kernel of 9 does not fit into 3×8×8 with padding 0; use a smaller kernel or more padding",
            "mine.xml:6:1: error: layer 'c': linear cannot read 3×8×8; flatten it, or reshape it to tokens×features",
            "mine.xml:7:24: error: layer 'd': no layer before it is called 'e'; choose one of 'x', 'a', 'b', 'c'",
        ])
}
