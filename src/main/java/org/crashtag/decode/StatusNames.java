package org.crashtag.decode;

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
 * Names of Windows status and error values, one for each value. Each list is loaded at first use.
 * Source: mingw-w64, {@code ntstatus.h} and {@code winerror.h} (public domain), based on
 * Microsoft's open specification [MS-ERREF].
 */
public final class StatusNames {
  /** NTSTATUS values. */
  public static final StatusNames NTSTATUS = new StatusNames("ntstatus.tsv");

  /** HRESULT values. */
  public static final StatusNames HRESULT = new StatusNames("hresult.tsv");

  /** Error codes of the Windows API. */
  public static final StatusNames WINERROR = new StatusNames("winerror.tsv");

  private final String resource;
  private volatile Map<Integer, String> names;
  private volatile Map<Integer, String> labels;

  private StatusNames(String resource) {
    this.resource = resource;
  }

  /** The name of a value; null if it has none. */
  public String of(int value) {
    if (names == null) {
      names = read(resource);
    }
    return names.get(value);
  }

  /** The value in hex, followed by its name in brackets if it has one. */
  public String label(int value) {
    if (labels == null) {
      Map<Integer, String> all = new HashMap<>();
      of(0);
      names.forEach((known, name) -> all.put(known, hex(known) + '(' + name + ')'));
      labels = Map.copyOf(all);
    }
    String label = labels.get(value);
    return label == null ? hex(value) : label;
  }

  /** {@code 0x} and eight hex digits in lower case. */
  public static String hex(int value) {
    return "0x" + HexFormat.of().toHexDigits(value);
  }

  private static Map<Integer, String> read(String resource) {
    Map<Integer, String> names = new HashMap<>();
    try (InputStream stream = StatusNames.class.getResourceAsStream(resource);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        names.put(Long.decode(line.substring(0, tab)).intValue(), line.substring(tab + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(names);
  }
}
