using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;

namespace EdgeAI.Runtime.Outlets;

/// <summary>
/// Reads a ring, in any process that may read its file; the twin of edgeai_outlet.h. One thread each; any number of readers, of which
/// none knows of the others or is known to the writer. Allocates nothing after it was opened.
/// </summary>
public sealed unsafe class OutletRingReader : IDisposable
{
    private readonly RingMemory _memory;
    private readonly int _slots;
    private long _next;

    private OutletRingReader(RingMemory memory)
    {
        _memory = memory;
        _slots = memory.SlotCount;
        _next = Volatile.Read(ref memory.Head);
    }

    /// <summary>Tells the writer's start from every other.</summary>
    public long Boot => _memory.Boot;

    /// <summary>What CLOCK_MONOTONIC showed at the zero of the robot's timeline, nanoseconds.</summary>
    public long OriginNanoseconds => _memory.Origin;

    /// <summary>What the writer says of itself.</summary>
    public OutletState State => (OutletState)Volatile.Read(ref _memory.State);

    /// <summary>The latest beat of the robot's graph, on CLOCK_MONOTONIC, nanoseconds.</summary>
    public long HeartbeatNanoseconds => Volatile.Read(ref _memory.Heartbeat);

    /// <summary>How often the writer promises to beat.</summary>
    public TimeSpan HeartbeatPeriod => TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt32LittleEndian(_memory.Header[OutletLayout.HeartbeatPeriodAt..]));

    /// <summary>Items that were overwritten before this reader came to them.</summary>
    public long Lost { get; private set; }

    /// <summary>Opens a ring of this process's user or root, from its next item on.</summary>
    /// <param name="path">The ring's file.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="problem">One line that names the thing and the mend.</param>
    /// <returns>Whether it was opened.</returns>
    public static bool TryOpen(string path, [NotNullWhen(true)] out OutletRingReader? reader, out string problem) => TryOpen(path, null, out reader, out problem);

    /// <summary>Opens the ring of a robot that runs as another user, from its next item on.</summary>
    /// <param name="path">The ring's file.</param>
    /// <param name="owner">The number of the user that the robot runs as; null for this process's own.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="problem">One line that names the thing and the mend.</param>
    /// <returns>Whether it was opened.</returns>
    public static bool TryOpen(string path, uint? owner, [NotNullWhen(true)] out OutletRingReader? reader, out string problem)
    {
        reader = null;
        if (!Futex.IsSupported)
        {
            problem = $"cannot open '{path}': needs Linux on x64 or arm64";
            return false;
        }

        try
        {
            if (!RingFile.TryOpen(path, FileAccess.Read, owner ?? RingFile.OwnUser, out FileStream? stream, out string reason))
            {
                problem = $"'{path}' {reason}; is the robot running, as the user that this reader expects, and may this user read its ring?";
                return false;
            }

            if (stream.Length >= OutletLayout.HeaderSize)
            {
                RingMemory memory = new(stream, MemoryMappedFileAccess.Read);
                if (memory.IsRing)
                {
                    reader = new OutletRingReader(memory);
                    problem = "";
                    return true;
                }

                memory.Dispose();
            }

            stream.Dispose();
            problem = $"'{path}' is no outlet ring of version {OutletLayout.Version}; name the path that the robot's profile names";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot map '{path}': {failure.Message}; give this process memory for the whole ring";
        }

        return false;
    }

    /// <summary>Reads the next item if it is there.</summary>
    /// <param name="item">Filled on <see cref="OutletRead.Item"/>; holds rubbish otherwise.</param>
    public OutletRead Read(OutletItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        while (true)
        {
            byte* slot = _memory.SlotOf(_next, _slots);
            ref ulong turn = ref *(ulong*)slot;
            ulong wanted = (2 * (ulong)_next) + 2;
            ulong before = Volatile.Read(ref turn);
            if (before < wanted)
            {
                // The state is read before the turn is looked at again: what a writer sent before it ended is not missed.
                return State == OutletState.Open || Volatile.Read(ref turn) >= wanted ? OutletRead.Nothing : OutletRead.Ended;
            }

            if (before == wanted && TryCopy(slot, ref turn, wanted, item))
            {
                _next++;
                return OutletRead.Item;
            }

            // Overtaken. A quarter of the ring is left between here and the writer, so as not to be overtaken again at once.
            long resume = Volatile.Read(ref _memory.Head) - _slots + (_slots / 4);
            if (resume <= _next)
            {
                // The head is stored before the turn that overtook: only a ring that contradicts itself gets here.
                return OutletRead.Nothing;
            }

            Lost += resume - _next;
            _next = resume;
        }
    }

    /// <summary>Waits for the next item or the writer's end; spurious returns are possible.</summary>
    /// <param name="limit">The longest wait.</param>
    public void Wait(TimeSpan limit)
    {
        uint was = Volatile.Read(ref *_memory.Wake);
        if (Volatile.Read(ref *(ulong*)_memory.SlotOf(_next, _slots)) < (2 * (ulong)_next) + 2 && State == OutletState.Open)
        {
            Futex.Wait(_memory.Wake, was, limit);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private static bool TryCopy(byte* slot, ref ulong turn, ulong wanted, OutletItem item)
    {
        new ReadOnlySpan<byte>(slot + OutletLayout.ItemAt, OutletLayout.PayloadAt).CopyTo(item.Bytes);
        int length = item.Payload.Length;
        new ReadOnlySpan<byte>(slot + OutletLayout.ItemAt + OutletLayout.PayloadAt, length).CopyTo(item.Bytes.AsSpan(OutletLayout.PayloadAt));
        Volatile.ReadBarrier();
        return Volatile.Read(ref turn) == wanted;
    }
}
