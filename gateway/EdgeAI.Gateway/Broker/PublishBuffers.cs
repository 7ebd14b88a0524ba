using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace EdgeAI.Gateway.Broker;

/// <summary>
/// The buffers of the publishes on their way to the disk, for all connections together. <see cref="System.Buffers.ArrayPool{T}.Shared"/> keeps of
/// each size as much as was ever in use at once, and rounds 17 KB up to 32. Here a buffer beyond the maximum is made in the place of free ones
/// of other sizes, a size takes at most a quarter more than was asked for, and what nobody needs is let go. Thread-safe.
/// </summary>
/// <param name="maximumBytes">What may be held while any of it is free.</param>
internal sealed class PublishBuffers(long maximumBytes)
{
    // Four sizes to each doubling, from the smallest to the longest packet that a limit allows: at most a quarter more than was asked for.
    private const int SmallestLog = 8;
    private const int StepsLog = 2;
    private const int Smallest = 1 << SmallestLog;
    private const int LargestLog = 28;

    private readonly Lock _gate = new();
    private readonly Shelf[] _shelves = [.. Enumerable.Range(0, ((LargestLog - SmallestLog) << StepsLog) + 1).Select(static _ => new Shelf())];
    private long _held;

    /// <summary>The bytes of all buffers, those in use and those that are free.</summary>
    public long HeldBytes => Volatile.Read(ref _held);

    /// <summary>A buffer of at least so many bytes, to be given back.</summary>
    public byte[] Rent(int length)
    {
        int shelf = ShelfOf(length, out int size);
        lock (_gate)
        {
            if (_shelves[shelf].TryTake(out byte[]? free))
            {
                return free;
            }

            for (int other = _shelves.Length - 1; other >= 0 && _held + size > maximumBytes;)
            {
                if (!TryLetGo(_shelves[other]))
                {
                    other--;
                }
            }

            _held += size;
        }

        return GC.AllocateUninitializedArray<byte>(size);
    }

    /// <summary>Takes a buffer back.</summary>
    public void Return(byte[] buffer)
    {
        int shelf = ShelfOf(buffer.Length, out _);
        lock (_gate)
        {
            _shelves[shelf].Free.Push(buffer);
        }
    }

    /// <summary>Lets go of the buffers that were free all the time since it was called before.</summary>
    public void Trim()
    {
        lock (_gate)
        {
            foreach (Shelf shelf in _shelves)
            {
                for (int unneeded = shelf.FewestFree; unneeded > 0; unneeded--)
                {
                    _ = TryLetGo(shelf);
                }

                shelf.FewestFree = shelf.Free.Count;
            }
        }
    }

    private bool TryLetGo(Shelf shelf)
    {
        if (!shelf.TryTake(out byte[]? free))
        {
            return false;
        }

        _held -= free.Length;
        return true;
    }

    private static int ShelfOf(int length, out int size)
    {
        if (length <= Smallest)
        {
            size = Smallest;
            return 0;
        }

        int log = BitOperations.Log2((uint)(length - 1));
        int steps = (length - 1) >> (log - StepsLog);
        size = (steps + 1) << (log - StepsLog);
        return ((log - SmallestLog) << StepsLog) + (steps & ((1 << StepsLog) - 1)) + 1;
    }

    private sealed class Shelf
    {
        public Stack<byte[]> Free { get; } = new();

        public int FewestFree { get; set; }

        public bool TryTake([NotNullWhen(true)] out byte[]? free)
        {
            bool taken = Free.TryPop(out free);
            FewestFree = Math.Min(FewestFree, Free.Count);
            return taken;
        }
    }
}
