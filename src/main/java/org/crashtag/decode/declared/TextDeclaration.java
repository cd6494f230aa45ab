package org.crashtag.decode.declared;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.declared.Declaration.Name;
import org.crashtag.decode.declared.Declaration.Xor;

/**
 * What a pipeline file says of a log that is text.
 *
 * @param place where it stands: file, line and column
 * @param tag whose blobs hold the text
 * @param table that the lines go to
 * @param skip how many bytes precede the text
 * @param encoding of the text
 * @param xor what the driver did to the bytes; not {@link Xor#GUID_TEXT}
 * @param rot13 whether its letters are moved half the alphabet on
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

    /** As pipeline files spell it. */
    public String label() {
      return label;
    }

    /** What decodes it. */
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
