//! The parts of the file that are the same in every notice: what it consists of, and how it looks.
//!
//! The document is written part by part with the packing the workbooks use: the libraries for documents
//! there are pack without compression, repeat no headings of tables, or number paragraphs across documents.

use std::io::{self, Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::source::Lang;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const CONTENT_TYPES: &str = concat!(
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/>",
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "</Types>",
);

const RELATIONS: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "</Relationships>",
);

const OF_DOCUMENT: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable\" Target=\"fontTable.xml\"/>",
    "<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>",
    "</Relationships>",
);

const SETTINGS: &str = concat!(
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:defaultTabStop w:val=\"420\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/>",
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" ",
    "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>",
);

/// `— 1 —`, as official documents number their pages.
const FOOTER: &str = concat!(
    "<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">— </w:t></w:r>",
    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>",
    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>",
);

/// Fonts of official documents, and what stands in for each where it is not installed.
const FONTS: [(&str, &str, &str); 3] =
    [("宋体", "SimSun", "roman"), ("仿宋", "FangSong", "modern"), ("黑体", "SimHei", "modern")];

/// A style: its name in the file and to people, how its paragraphs and its letters look.
struct Style {
    id: &'static str,
    name: &'static str,
    paragraph: &'static str,
    /// Chinese font, half points, bold.
    letters: (&'static str, u8, bool),
}

const STYLES: [Style; 17] = [
    Style {
        id: "Title",
        name: "Title",
        paragraph: "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"360\" w:line=\"640\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
        letters: ("宋体", 44, true),
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        paragraph: "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"100\" w:line=\"560\" w:lineRule=\"exact\"/><w:outlineLvl w:val=\"0\"/>",
        letters: ("黑体", 32, false),
    },
    Style {
        id: "Opening",
        name: "Opening",
        paragraph: "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/>",
        letters: ("仿宋", 32, false),
    },
    Style {
        id: "Text",
        name: "Text",
        paragraph: "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"both\"/>",
        letters: ("仿宋", 32, false),
    },
    Style {
        id: "Ground",
        name: "Ground",
        paragraph: "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"340\" w:lineRule=\"atLeast\"/><w:jc w:val=\"both\"/>",
        letters: ("仿宋", 24, false),
    },
    Style {
        id: "Signature",
        name: "Signature",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"120\" w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:left=\"3400\"/>",
        letters: ("仿宋", 32, false),
    },
    Style {
        id: "TableHead",
        name: "Table Head",
        paragraph: "<w:keepNext/><w:spacing w:before=\"40\" w:after=\"40\"/><w:jc w:val=\"center\"/>",
        letters: ("黑体", 21, false),
    },
    Style {
        id: "TableText",
        name: "Table Text",
        paragraph: "<w:spacing w:before=\"40\" w:after=\"40\" w:line=\"300\" w:lineRule=\"atLeast\"/>",
        letters: ("仿宋", 21, false),
    },
    // Each attachment begins on a page of its own.
    Style {
        id: "Attachment",
        name: "Attachment",
        paragraph: "<w:keepNext/><w:pageBreakBefore/><w:spacing w:after=\"0\" w:line=\"560\" w:lineRule=\"exact\"/>",
        letters: ("黑体", 32, false),
    },
    Style {
        id: "Attached",
        name: "Attached",
        paragraph: "<w:keepNext/><w:spacing w:before=\"120\" w:line=\"560\" w:lineRule=\"exact\"/><w:ind w:left=\"640\"/>",
        letters: ("仿宋", 32, false),
    },
    Style {
        id: "Form",
        name: "Form",
        paragraph: "<w:keepNext/><w:spacing w:before=\"60\" w:line=\"440\" w:lineRule=\"exact\"/><w:ind w:left=\"3400\"/>",
        letters: ("仿宋", 28, false),
    },
    Style {
        id: "GroundHead",
        name: "Ground Head",
        paragraph: "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"40\" w:line=\"340\" w:lineRule=\"atLeast\"/>",
        letters: ("黑体", 24, false),
    },
    Style {
        id: "Number",
        name: "Number",
        paragraph: "<w:keepNext/><w:spacing w:after=\"240\" w:line=\"560\" w:lineRule=\"exact\"/><w:jc w:val=\"right\"/>",
        letters: ("仿宋", 28, false),
    },
    Style {
        id: "TableCount",
        name: "Table Count",
        paragraph: "<w:spacing w:before=\"40\" w:after=\"40\"/><w:jc w:val=\"center\"/>",
        letters: ("仿宋", 21, false),
    },
    // A document ends in a paragraph, though nothing is left to say.
    Style {
        id: "End",
        name: "End",
        paragraph: "<w:spacing w:line=\"20\" w:lineRule=\"exact\"/>",
        letters: ("仿宋", 2, false),
    },
    // Room to write in.
    Style {
        id: "Room",
        name: "Room",
        paragraph: "<w:spacing w:before=\"360\" w:after=\"360\"/>",
        letters: ("仿宋", 21, false),
    },
    Style {
        id: "Footer",
        name: "footer",
        paragraph: "<w:jc w:val=\"center\"/>",
        letters: ("宋体", 28, false),
    },
];

fn style(style: &Style) -> String {
    let Style { id, name, paragraph, letters: (font, size, is_bold) } = style;
    let bold = if *is_bold { "<w:b/>" } else { "" };
    format!(
        "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
         <w:pPr>{paragraph}</w:pPr><w:rPr><w:rFonts w:eastAsia=\"{font}\"/>{bold}<w:sz w:val=\"{size}\"/>\
         <w:szCs w:val=\"{size}\"/></w:rPr></w:style>"
    )
}

fn styles(lang: Lang) -> String {
    let tongue = lang.pick("zh-CN", "en-US");
    let mut xml = format!(
        concat!(
            "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults>",
            "<w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"仿宋\" ",
            "w:cs=\"Times New Roman\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/>",
            "<w:lang w:val=\"{}\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>",
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>",
            "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>",
            "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/>",
            "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
            "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/>",
            "<w:tblPr><w:tblBorders>{}</w:tblBorders></w:tblPr></w:style>",
        ),
        tongue,
        ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"))
            .concat(),
    );
    xml.extend(STYLES.iter().map(style));
    xml + "</w:styles>"
}

fn fonts() -> String {
    let font = |(name, other, family): (&str, &str, &str)| {
        format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/>\
             <w:family w:val=\"{family}\"/></w:font>"
        )
    };
    let fonts = FONTS.map(font).concat();
    format!(
        "<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{fonts}</w:fonts>"
    )
}

/// No clock: neither a day of making nor of change.
fn properties(title: &str) -> String {
    let title = quick_xml::escape::escape(title);
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title></cp:coreProperties>"
    )
}

/// The file around a document.
pub(super) fn pack(document: &str, title: &str, lang: Lang) -> io::Result<Vec<u8>> {
    let own = |text: &str| format!("{HEAD}{text}");
    let parts = [
        ("[Content_Types].xml", own(CONTENT_TYPES)),
        ("_rels/.rels", own(RELATIONS)),
        ("word/document.xml", document.to_owned()),
        ("word/_rels/document.xml.rels", own(OF_DOCUMENT)),
        ("word/styles.xml", own(&styles(lang))),
        ("word/settings.xml", own(SETTINGS)),
        ("word/fontTable.xml", own(&fonts())),
        ("word/footer1.xml", own(FOOTER)),
        ("docProps/core.xml", own(&properties(title))),
    ];
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default()).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish().map_err(io::Error::other)?.into_inner())
}
