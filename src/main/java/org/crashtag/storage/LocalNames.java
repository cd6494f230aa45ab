package org.crashtag.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Converts names of local files to text, whatever their bytes are. On Unix a name can contain any
 * bytes. Java decodes them with the locale's encoding, and returns wrong text or no path if they
 * are invalid in it. This class decodes a name as UTF-8, and each invalid byte becomes an unpaired
 * surrogate, U+DC80 to U+DCFF, which valid text never contains. URIs carry the bytes unchanged.
 *
 * <p>The scheme is that of Python's "surrogateescape", PEP 383.
 */
final class LocalNames {
  private static final boolean UNIX = File.separatorChar == '/';
  private static final char REPLACEMENT = '\uFFFD';
  private static final int ESCAPE = 0xDC00;
  private static final int FIRST_ESCAPE = 0xDC80;
  private static final int LAST_ESCAPE = 0xDCFF;

  private LocalNames() {}

  /**
   * The path of a name.
   *
   * @throws InvalidPathException if no file can have this name
   */
  static Path path(String name) {
    if (UNIX && hasEscape(name)) {
      return ofBytes(name);
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      if (!UNIX || name.indexOf('\0') >= 0) {
        throw e;
      }
      return ofBytes(name);
    }
  }

  private static boolean hasEscape(String name) {
    return name.codePoints().anyMatch(LocalNames::isEscape);
  }

  private static boolean isEscape(int point) {
    return point >= FIRST_ESCAPE && point <= LAST_ESCAPE;
  }

  private static Path ofBytes(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    name.codePoints()
        .forEach(
            point -> {
              if (isEscape(point)) {
                bytes.write(point - ESCAPE);
              } else {
                bytes.writeBytes(Character.toString(point).getBytes(UTF_8));
              }
            });
    StringBuilder uri = new StringBuilder();
    if (!name.startsWith("/")) {
      uri.append(Path.of("").toAbsolutePath().toUri().getRawPath()).append('/');
    }
    for (byte b : bytes.toByteArray()) {
      if (b == '/') {
        uri.append('/');
      } else {
        uri.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return Path.of(URI.create("file://" + uri.toString().replaceAll("/+", "/"))).normalize();
  }

  /** The name of a path, from which {@link #path} makes the same one. */
  static String text(Path path) {
    String text = path.toString();
    if (!UNIX || text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    // Only an absolute path has a URI.
    Path absolute = path.toAbsolutePath();
    String raw = absolute.toUri().getRawPath();
    String[] parts = (raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw).split("/", -1);
    StringBuilder name = new StringBuilder(path.isAbsolute() ? "/" : "");
    for (int i = parts.length - path.getNameCount(); i < parts.length; i++) {
      name.append(decoded(parts[i])).append(i < parts.length - 1 ? "/" : "");
    }
    return name.toString();
  }

  private static String decoded(String part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(part, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(part.charAt(i));
      }
    }
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPE + (in.get() & 0xFF)));
      }
      decoder.reset();
    }
  }
}
