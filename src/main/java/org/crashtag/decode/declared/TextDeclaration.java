package org.crashtag.decode.declared;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Xor;

/**
 * An entry of a pipeline file that declares a table of one tag's text.
 *
 * @param place file, line and column of the entry
 * @param tag the tag whose blobs contain the text
 * @param table name of the table
 * @param skip number of bytes before the text
 * @param encoding of the text
 * @param xor how the driver obfuscates the bytes; not {@link Xor#GUID_TEXT}
 * @param rot13 whether the text is ROT13-encoded
 */
public record TextDeclaration(
    String place, Guid tag, Name table, int skip, Encoding encoding, Xor xor, boolean rot13)
    implements TableDeclaration {
  /** The encodings of text. */
  public enum Encoding {
    UTF_8("utf-8"),
    UTF_16("utf-16"),
    ASCII("ascii"),
    LATIN_1("latin-1"),
    WINDOWS_1252("windows-1252");

    private final String label;

    Encoding(String label) {
      this.label = label;
    }

    /** The name in pipeline files. */
    public String label() {
      return label;
    }

    /** The character set that decodes it. */
    Charset charset() {
      return switch (this) {
        case UTF_8 -> StandardCharsets.UTF_8;
        case UTF_16 -> StandardCharsets.UTF_16LE;
        case ASCII -> StandardCharsets.US_ASCII;
        case LATIN_1 -> StandardCharsets.ISO_8859_1;
        case WINDOWS_1252 -> Charset.forName("windows-1252");
      };
    }
  }
}
