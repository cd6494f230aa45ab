package org.crashtag.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.crashtag.storage.LocalStorage;

/**
 * The local storage, which stops before one of its calls until the test releases it, like an
 * attempt that its runner believes lost.
 */
public final class StoppingStorage extends ForwardingStorage {
  /** The calls that can be counted. */
  public enum Call {
    FIND,
    READ,
    CREATE,
    PUT,
    CREATE_ONCE,
    DELETE,
    FORCE
  }

  private final Set<Call> counted;
  private final AtomicInteger left;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);

  /**
   * Stops once.
   *
   * @param number of the call, from 1; if it is beyond the last call, it never stops
   * @param counted what counts as a call
   */
  public StoppingStorage(int number, Set<Call> counted) {
    super(new LocalStorage());
    this.counted = Set.copyOf(counted);
    this.left = new AtomicInteger(number);
  }

  /** Waits until the call is reached; an attempt that ends before it must report that. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** The attempt won't reach the call any more. */
  public void end() {
    stopped.countDown();
  }

  /** Lets the call and all later ones through. */
  public void goOn() {
    told.countDown();
  }

  /** Whether the call was reached. */
  public boolean wasMet() {
    return left.get() <= 0;
  }

  private void before(Call call) throws IOException {
    if (counted.contains(call) && left.decrementAndGet() == 0) {
      stopped.countDown();
      try {
        told.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    before(Call.FIND);
    return super.find(path);
  }

  @Override
  public OutputStream create(String path) throws IOException {
    before(Call.CREATE);
    return super.create(path);
  }

  @Override
  public Optional<Versioned> read(String path, int limit) throws IOException {
    before(Call.READ);
    return super.read(path, limit);
  }

  @Override
  public void put(String path, byte[] bytes) throws IOException {
    before(Call.PUT);
    super.put(path, bytes);
  }

  @Override
  public boolean createOnce(String path, byte[] bytes) throws IOException {
    before(Call.CREATE_ONCE);
    return super.createOnce(path, bytes);
  }

  @Override
  public void delete(String path) throws IOException {
    before(Call.DELETE);
    super.delete(path);
  }

  @Override
  public void force(String path) throws IOException {
    before(Call.FORCE);
    super.force(path);
  }
}
