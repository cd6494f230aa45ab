package org.crashtag.decode.etw;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;

/**
 * A cache of the providers in one dump: a trace has few, each thousands of times. Each slot of the
 * table keeps the last entry that was mapped to it.
 */
final class Providers {
  private static final int PLACES = 512;

  private final Provider[] providers = new Provider[PLACES];
  private final ProviderNames names;

  /** A provider, as described by its last event. */
  static final class Provider {
    private final long first;
    private final long second;
    private final Guid guid;
    private final String listedName;
    private byte[] traits = {};
    private String traitsName;

    private Provider(long first, long second, Guid guid, String listedName) {
      this.first = first;
      this.second = second;
      this.guid = guid;
      this.listedName = listedName;
    }

    Guid guid() {
      return guid;
    }

    /** The name in the lists; null if none has it. */
    String listedName() {
      return listedName;
    }

    /**
     * The name in the traits of an event: {@code u16 size; char name[], NUL; further traits}. If it
     * is empty, the lists are used.
     */
    String name(Bytes blob, int at, int size) {
      if (traits.length != size || !blob.hasBytes(at, traits)) {
        Bytes carried = blob.slice(at, size);
        traits = carried.toArray();
        int length = 0;
        while (2 + length < size && traits[2 + length] != 0) {
          length++;
        }
        traitsName = length == 0 ? null : carried.decode(2, length, UTF_8);
      }
      return traitsName == null ? listedName : traitsName;
    }
  }

  Providers(ProviderNames names) {
    this.names = names;
  }

  /** The provider whose GUID is at {@code at}. */
  Provider of(Bytes blob, int at) {
    long first = blob.i64(at);
    long second = blob.i64(at + 8);
    int place = (int) (((first ^ (second * 31)) * 0x9E3779B97F4A7C15L) >>> 55);
    Provider known = providers[place];
    if (known == null || known.first != first || known.second != second) {
      Guid guid = blob.guid(at);
      known = new Provider(first, second, guid, names.of(guid).orElse(null));
      providers[place] = known;
    }
    return known;
  }
}
