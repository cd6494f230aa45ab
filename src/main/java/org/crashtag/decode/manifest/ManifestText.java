package org.crashtag.decode.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Opens the text of an XML file for Java's parser. The parser prints to standard error if it has to
 * decode invalid bytes itself, or if the file ends in a document type declaration. Therefore the
 * bytes are decoded here, and such declarations, which manifests don't need, are refused here.
 *
 * <p>Source: XML 1.0, section 2.8 and appendix F.
 */
final class ManifestText {
  private static final int START_BYTES = 256;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String DOCUMENT_TYPE = "<!DOCTYPE";

  private static final Pattern DECLARATION =
      Pattern.compile("<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

  private final BufferedReader in;
  private int line = 1;

  private ManifestText(BufferedReader in) {
    this.in = in;
  }

  /**
   * Opens the text.
   *
   * @throws CharacterCodingException for invalid bytes, also when the text is read
   * @throws MalformedException if the encoding is unknown or there is a document type declaration
   */
  static Reader open(SeekableByteChannel channel) throws IOException {
    Charset charset = charset(channel);
    new ManifestText(open(channel, charset)).verifyProlog();
    return open(channel, charset);
  }

  private static BufferedReader open(SeekableByteChannel channel, Charset charset)
      throws IOException {
    channel.position(0);
    BufferedReader in =
        new BufferedReader(Channels.newReader(channel, charset.newDecoder(), START_BYTES));
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
    return in;
  }

  private static Charset charset(SeekableByteChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(START_BYTES);
    channel.position(0);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until it is full, or the file ends.
    }
    Bytes start = Bytes.of(buffer.array(), 0, buffer.position(), 0);
    int first = start.length() < Short.BYTES ? 0 : start.u16(0);
    if (first == 0xFEFF || first == '<') {
      return UTF_16LE;
    }
    if (first == 0xFFFE || first == '<' << Byte.SIZE) {
      return UTF_16BE;
    }
    Matcher declared = DECLARATION.matcher(start.decode(0, start.length(), ISO_8859_1));
    return declared.find() ? named(declared.group(1)) : UTF_8;
  }

  private static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new MalformedException(
          Reason.UNSUPPORTED, 0, "the encoding " + name + " is not supported");
    }
  }

  /** Walks over processing instructions and comments to the document type or the root element. */
  private void verifyProlog() throws IOException {
    while (skipWhitespace()) {
      if (skip("<?")) {
        skipTo("?>");
      } else if (skip("<!--")) {
        skipTo("-->");
      } else {
        break;
      }
    }
    if (skip(DOCUMENT_TYPE)) {
      throw new MalformedException(
          Reason.UNSUPPORTED, 0, "line " + line + ": document type declarations are not supported");
    }
  }

  private boolean skipWhitespace() throws IOException {
    int c;
    do {
      in.mark(1);
      c = next();
    } while (c == ' ' || c == '\t' || c == '\r' || c == '\n');
    in.reset();
    return c >= 0;
  }

  private boolean skip(String text) throws IOException {
    in.mark(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (in.read() != text.charAt(i)) {
        in.reset();
        return false;
      }
    }
    return true;
  }

  private void skipTo(String end) throws IOException {
    int matched = 0;
    while (matched < end.length()) {
      int c = next();
      if (c < 0) {
        return;
      }
      if (c == end.charAt(matched)) {
        matched++;
      } else if (c != end.charAt(0)) {
        matched = 0;
      }
    }
  }

  private int next() throws IOException {
    int c = in.read();
    line += c == '\n' ? 1 : 0;
    return c;
  }
}
