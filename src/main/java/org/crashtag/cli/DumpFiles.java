package org.crashtag.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.source.ChannelContent;
import org.crashtag.source.Content;
import org.crashtag.source.SourceFile;
import org.crashtag.source.SourceKind;
import org.crashtag.source.SourceLister;
import org.crashtag.storage.LocalStorage;
import org.crashtag.storage.Storage;

/**
 * Opens the dumps that a command's PATHs mean, one after the other. What can't be used costs one
 * line, and the rest goes on.
 */
final class DumpFiles {
  private final Terminal terminal;
  private final boolean verbose;
  private final Storage storage = new LocalStorage();
  private int failures;
  private int dumps;

  DumpFiles(Terminal terminal, boolean verbose) {
    this.terminal = terminal;
    this.verbose = verbose;
  }

  /** What a command does with a dump. */
  interface Visitor {
    void visit(SourceFile file, Content content) throws IOException;
  }

  /** Visits each dump; the exit code. */
  int each(List<String> paths, Visitor visitor) throws IOException {
    for (String path : paths) {
      List<SourceFile> found = new ArrayList<>();
      SourceLister lister = new SourceLister(storage, found::add, this::complain, Optional.empty());
      lister.add(path);
      boolean named = found.size() == 1 && found.get(0).path().equals(lister.literal(path));
      int before = dumps;
      int failuresBefore = failures;
      for (SourceFile file : found) {
        visit(file, named, visitor);
      }
      if (!found.isEmpty() && dumps == before && failures == failuresBefore) {
        complain(new SourceLister.Problem(path, "no dump among " + found.size() + " files"));
      }
    }
    return failures > 0 ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void complain(SourceLister.Problem problem) {
    fail(problem.path(), problem.message());
  }

  /** Says what is wrong with a source, and that the command failed. */
  void fail(String source, String message) {
    failures++;
    terminal.complain(source, message);
  }

  private void visit(SourceFile file, boolean named, Visitor visitor) {
    try (Content content = new ChannelContent(storage, file.path())) {
      byte[] start = new byte[SourceKind.SNIFFED_BYTES];
      int count = content.read(0, start, 0, start.length);
      SourceKind kind = SourceKind.of(Bytes.of(start, 0, count, 0));
      switch (kind) {
        case DUMP -> {
          dumps++;
          visitor.visit(file, content);
        }
        case MINIDUMP, OTHER -> {
          if (named) {
            visitor.visit(file, content);
          }
        }
        case CAB, ZIP, SEVEN_ZIP, GZIP, ZSTD, XZ, TAR, RAR ->
            fail(file.path(), Reason.UNSUPPORTED.label() + ": " + kind.label() + " archives");
      }
    } catch (MalformedException e) {
      fail(file.path(), describe(e));
      trace(e);
    } catch (IOException e) {
      fail(file.path(), describe(e));
      trace(e);
    }
  }

  private void trace(Exception e) {
    if (verbose) {
      e.printStackTrace(terminal.err());
    }
  }

  /** Reason, place and message. */
  static String describe(MalformedException fault) {
    return describe(fault.reason(), fault.offset(), fault.getMessage());
  }

  static String describe(Reason reason, Long offset, String message) {
    String place = offset == null ? "" : " at 0x" + Long.toHexString(offset);
    return reason.label() + place + ": " + message;
  }

  private static String describe(IOException fault) {
    return Reason.UNREADABLE.label() + ": " + words(fault);
  }

  /** An I/O failure in words, for the classes whose message is only a path. */
  static String words(IOException fault) {
    if (fault instanceof AccessDeniedException) {
      return "permission denied: " + fault.getMessage();
    }
    if (fault instanceof NoSuchFileException) {
      return "no such file: " + fault.getMessage();
    }
    if (fault instanceof FileAlreadyExistsException) {
      return "it is there already: " + fault.getMessage();
    }
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }
}
