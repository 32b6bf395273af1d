internal import CLibXML2

// The only file that calls libxml2's parser. Errors go to the context of the call they belong to
// and entities come from it alone, so that calls in several threads do not meet.

/// What one call of libxml2 may read besides the text it is given, and what it complains of.
final class ParsingContext {
    /// The text of included files, by the name they are asked for.
    var files: [String: [UInt8]] = [:]
    var complaints: [Complaint] = []

    /// An error in libxml2's words and codes.
    struct Complaint {
        var code: Int
        var message: String
        /// Names and numbers that some messages are made of.
        var first: String?
        var second: String?
        var number: Int
        /// Bytes read when it was noticed; nil outside a parser.
        var offset: Int?
        /// The node it is about.
        var node: UnsafeMutableRawPointer?
    }

    /// For C, as long as the context lives.
    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static func at(_ pointer: UnsafeMutableRawPointer?) -> ParsingContext? {
        pointer.map { Unmanaged<ParsingContext>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// A tree of libxml2; freed with the last reference.
final class LibXML2Tree {
    let document: xmlDocPtr

    init(_ document: xmlDocPtr) {
        self.document = document
    }

    deinit { xmlFreeDoc(document) }

    /// Gives the root node to `body`; the tree lives at least as long as that.
    func withRoot<Result>(_ body: (xmlNodePtr) -> Result) -> Result? {
        withExtendedLifetime(self) { xmlDocGetRootElement(document).map(body) }
    }

    /// Parses a text without document type, network and external entities.
    ///
    /// - Parameter name: what included files are found relative to.
    /// - Returns: the tree, nil when the text is not well-formed; and what libxml2 complained of.
    static func parsed(
        _ bytes: [UInt8], named name: String
    ) -> (tree: LibXML2Tree?, complaints: [ParsingContext.Complaint]) {
        _ = preparation
        let context = ParsingContext()
        guard let parser = xmlNewParserCtxt() else { return (nil, []) }
        defer { xmlFreeParserCtxt(parser) }
        parser.pointee._private = context.pointer
        parser.pointee.sax.pointee.serror = { parser, error in
            let parser = parser?.assumingMemoryBound(to: xmlParserCtxt.self)
            guard let error, let context = ParsingContext.at(parser?.pointee._private) else { return }
            var offset: Int?
            if let input = parser?.pointee.input?.pointee, let base = input.base, let cur = input.cur {
                offset = Int(clamping: input.consumed) + (cur - base)
            }
            context.note(error.pointee, offset: offset)
        }
        // A document type that slipped past `checkProlog` ends here.
        parser.pointee.sax.pointee.internalSubset = { parser, _, _, _ in
            let parser = parser?.assumingMemoryBound(to: xmlParserCtxt.self)
            ParsingContext.at(parser?.pointee._private)?.complaints.append(
                .init(code: documentTypeCode, message: "", number: 0))
            xmlStopParser(parser)
        }
        let document = withExtendedLifetime(context) {
            bytes.withUnsafeBytes { buffer in
                xmlCtxtReadMemory(
                    parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), name, nil,
                    Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue))
            }
        }
        return (document.map(LibXML2Tree.init), context.complaints)
    }

    /// Puts what the tree includes in place; `files` are what it may include.
    ///
    /// - Returns: what libxml2 complained of.
    func include(_ files: [String: [UInt8]]) -> [ParsingContext.Complaint] {
        let context = ParsingContext()
        context.files = files
        withExtendedLifetime((self, context)) {
            // Inclusion reports to the handler of the thread, and this thread does nothing else until it is done.
            xmlSetStructuredErrorFunc(context.pointer) { pointer, error in
                guard let error else { return }
                ParsingContext.at(pointer)?.note(error.pointee, offset: nil)
            }
            let options =
                XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue
                | XML_PARSE_NOBASEFIX.rawValue | XML_PARSE_NOXINCNODE.rawValue
            xmlXIncludeProcessFlagsData(document, Int32(options), context.pointer)
            xmlSetStructuredErrorFunc(nil, nil)
        }
        return context.complaints
    }

    /// Checks the tree against a schema.
    ///
    /// - Returns: what libxml2 complained of; of the schema when that is not valid itself.
    func validate(against schema: [UInt8]) -> (complaints: [ParsingContext.Complaint], schemaIsValid: Bool) {
        _ = preparation
        let context = ParsingContext()
        let handler: xmlStructuredErrorFunc = { pointer, error in
            guard let error else { return }
            ParsingContext.at(pointer)?.note(error.pointee, offset: nil)
        }
        return withExtendedLifetime((self, context)) {
            xmlSetStructuredErrorFunc(context.pointer, handler)
            defer { xmlSetStructuredErrorFunc(nil, nil) }
            let compiled = schema.withUnsafeBytes { buffer -> xmlSchemaPtr? in
                let parser = xmlSchemaNewMemParserCtxt(
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
                defer { xmlSchemaFreeParserCtxt(parser) }
                xmlSchemaSetParserStructuredErrors(parser, handler, context.pointer)
                return xmlSchemaParse(parser)
            }
            guard let compiled, context.complaints.isEmpty, let validator = xmlSchemaNewValidCtxt(compiled) else {
                xmlSchemaFree(compiled)
                return (context.complaints, false)
            }
            xmlSchemaSetValidStructuredErrors(validator, handler, context.pointer)
            xmlSchemaValidateDoc(validator, document)
            xmlSchemaFreeValidCtxt(validator)
            xmlSchemaFree(compiled)
            return (context.complaints, true)
        }
    }
}

/// The code of the complaint about a document type; libxml2 has no such error.
let documentTypeCode = -1

extension ParsingContext {
    fileprivate func note(_ error: xmlError, offset: Int?) {
        guard error.level.rawValue >= XML_ERR_ERROR.rawValue, complaints.count < Limits.complaints else { return }
        func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
        var message = text(error.message) ?? ""
        while message.last?.isWhitespace == true { message.removeLast() }
        complaints.append(
            Complaint(
                code: Int(error.code), message: message, first: text(error.str1), second: text(error.str2),
                number: Int(error.int1), offset: offset, node: error.node))
    }
}

/// Done once for the process: libxml2's tables, and a loader that knows no files but those of its context.
private let preparation: Void = {
    xmlInitParser()
    // libxml2 builds these tables at first use, and two threads may not do so at once.
    xmlSchemaInitTypes()
    xmlSetExternalEntityLoader { url, _, parser in
        guard let url, let context = ParsingContext.at(parser?.pointee._private),
            let bytes = context.files[String(cString: url)]
        else { return nil }
        let buffer = bytes.withUnsafeBytes {
            xmlParserInputBufferCreateMem(
                $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), XML_CHAR_ENCODING_NONE)
        }
        guard let buffer else { return nil }
        guard let input = xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE) else {
            xmlFreeParserInputBuffer(buffer)
            return nil
        }
        input.pointee.filename = UnsafeRawPointer(xmlCharStrdup(url))?.assumingMemoryBound(to: CChar.self)
        return input
    }
}()
