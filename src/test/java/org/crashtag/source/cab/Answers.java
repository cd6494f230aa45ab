package org.crashtag.source.cab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.crashtag.bytes.MalformedException;

/**
 * The result of reading a whole cabinet: for each member its MD5 in hex, or the reason why it can't
 * be read; or {@code open} and the reason why the cabinet can't be opened.
 */
final class Answers {
  private Answers() {}

  /** Prints the answers for the file and the work limit that the arguments name. */
  public static void main(String[] arguments) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]))) {
      of(channel, Long.parseLong(arguments[1])).forEach(System.out::println);
    }
  }

  static List<String> of(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return of(channel, Long.MAX_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> of(byte[] cabinet) throws IOException {
    return of(new Channel(cabinet), Long.MAX_VALUE);
  }

  static List<String> of(SeekableByteChannel channel, long workLimit) throws IOException {
    Cabinet cabinet;
    try {
      cabinet = Cabinet.open(channel, workLimit);
    } catch (MalformedException e) {
      return List.of("open " + e.reason());
    }
    List<String> answers = new ArrayList<>();
    for (CabinetFile file : cabinet.files()) {
      answers.add(answer(cabinet, file));
    }
    return answers;
  }

  private static String answer(Cabinet cabinet, CabinetFile file) throws IOException {
    MessageDigest digest = md5();
    byte[] buffer = new byte[10_000];
    try (InputStream stream = cabinet.open(file)) {
      for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (MalformedException e) {
      return e.reason().name();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String md5(byte[] bytes) {
    return HexFormat.of().formatHex(md5().digest(bytes));
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
