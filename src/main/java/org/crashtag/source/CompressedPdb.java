package org.crashtag.source;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.source.cab.Cabinet;
import org.crashtag.source.cab.CabinetFile;
import org.crashtag.storage.Storage;

/**
 * A PDB as {@code symstore /compress} keeps it: {@code name.pd_}, a cabinet with one file. It is
 * unpacked into a temporary file, because a PDB is not read from front to back.
 *
 * <p>Source: Microsoft's documentation of SymStore.
 */
public final class CompressedPdb {
  /** The largest possible PDB: 2^20 blocks of 4 KiB, the linker's default limit. */
  private static final long MOST_BYTES = 1L << 32;

  private static final int MAGIC_BYTES = 4;

  private CompressedPdb() {}

  /**
   * Opens the PDB at {@code path}, or the PDB in the cabinet there. Closing the result deletes the
   * temporary file.
   *
   * @throws IOException if the file can't be read, or there is no room for the temporary file
   * @throws org.crashtag.bytes.MalformedException if the cabinet is invalid or contains several
   *     files
   */
  public static SeekableByteChannel open(Storage storage, String path) throws IOException {
    SeekableByteChannel channel = storage.open(path);
    try {
      if (!isCabinet(channel)) {
        return channel;
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    try (channel) {
      return unpack(channel);
    }
  }

  private static boolean isCabinet(SeekableByteChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(MAGIC_BYTES);
    while (start.hasRemaining() && channel.read(start) >= 0) {
      // To the end of either.
    }
    channel.position(0);
    Bytes bytes = Bytes.of(start.array(), 0, start.position(), 0);
    return SourceKind.of(bytes) == SourceKind.CAB;
  }

  private static SeekableByteChannel unpack(SeekableByteChannel channel) throws IOException {
    Cabinet cabinet = Cabinet.open(channel, MOST_BYTES);
    List<CabinetFile> files = cabinet.files();
    verify(
        files.size() == 1,
        Reason.UNSUPPORTED,
        0,
        "a compressed PDB is a cabinet with one file; this one has " + files.size());
    Path file = Files.createTempFile("crashtag", ".pdb");
    FileChannel unpacked =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream in = cabinet.open(files.get(0))) {
      OutputStream out = Channels.newOutputStream(unpacked);
      in.transferTo(out);
      return unpacked.position(0);
    } catch (IOException | RuntimeException e) {
      unpacked.close();
      throw e;
    }
  }
}
