package org.crashtag.decode.declared;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Names of NTSTATUS values. Source: mingw-w64, {@code ntstatus.h} (public domain), which has them
 * from Microsoft's open specification [MS-ERREF].
 */
final class NtStatus {
  private static final Map<Integer, String> NAMES = read();

  private NtStatus() {}

  private static Map<Integer, String> read() {
    Map<Integer, String> names = new HashMap<>();
    try (InputStream stream = NtStatus.class.getResourceAsStream("ntstatus.tsv");
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        names.put(Integer.parseUnsignedInt(line, 0, tab, 16), line.substring(tab + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(names);
  }

  /** {@code 0xc0000005 STATUS_ACCESS_VIOLATION}; without a name where the value has none. */
  static String text(int status) {
    String name = NAMES.get(status);
    String number = "0x" + HexFormat.of().toHexDigits(status);
    return name == null ? number : number + ' ' + name;
  }
}
