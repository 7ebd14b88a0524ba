using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.GatewayFleet;

/// <summary>
/// A lane in memory that costs 8 bytes a waiting record: when each was received. All else of a record follows from its sequence, so that it is the same
/// in every byte when it is sent again. Sequences are dense from 1.
/// </summary>
internal sealed class FleetLane : ISpoolLane
{
    private const int FrameLength = 200;
    private const int ChecksumLength = sizeof(uint);
    private const int HeaderLength = 24;

    // A record that was released: no receipt is this old.
    private const long Gone = long.MinValue;

    private readonly Lock _gate = new();
    private readonly byte[] _robot;
    private readonly byte[] _frame = new byte[FrameLength];
    private long[] _received = new long[16];
    private long _oldest = 1;
    private long _newest;
    private long _waiting;

    public FleetLane(int gateway)
    {
        _robot = Encoding.ASCII.GetBytes($"robot-{gateway}");

        // A whole raw wire frame (firmware/WIRE.md): version, type, stream, board, boot; the payload says nothing and does not compress.
        _frame[0] = 1;
        _frame[1] = 0x13;
        _frame[3] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(_frame.AsSpan(4), (ushort)gateway);
        BinaryPrimitives.WriteUInt16LittleEndian(_frame.AsSpan(6), 1);
        new Random(gateway).NextBytes(_frame.AsSpan(HeaderLength, FrameLength - HeaderLength - ChecksumLength));
    }

    public RecordClass Class => RecordClass.Telemetry;

    public long Oldest
    {
        get
        {
            lock (_gate)
            {
                return _oldest <= _newest ? _oldest : 0;
            }
        }
    }

    public long Newest
    {
        get
        {
            lock (_gate)
            {
                return _newest;
            }
        }
    }

    public long Records
    {
        get
        {
            lock (_gate)
            {
                return _waiting;
            }
        }
    }

    /// <summary>Takes in records that are received now.</summary>
    public void Add(int count, long utcNanoseconds)
    {
        lock (_gate)
        {
            for (int index = 0; index < count; index++)
            {
                if (_newest + 1 - _oldest == _received.Length)
                {
                    Grow();
                }

                _newest++;
                _waiting++;
                Place(_newest) = utcNanoseconds;
            }
        }
    }

    public long Read(long after, long through, int maximumRecords, GatewayBatchWriter batch)
    {
        lock (_gate)
        {
            long last = after;
            long end = Math.Min(through, _newest);
            for (long sequence = Math.Max(after + 1, _oldest); sequence <= end && batch.Count < maximumRecords; sequence++)
            {
                if (Place(sequence) != Gone && !batch.TryAdd(Sealed(sequence, Place(sequence))))
                {
                    break;
                }

                last = sequence;
            }

            return last;
        }
    }

    public void Release(long first, long last)
    {
        lock (_gate)
        {
            for (long sequence = Math.Max(first, _oldest); sequence <= Math.Min(last, _newest); sequence++)
            {
                ref long received = ref Place(sequence);
                _waiting -= received == Gone ? 0 : 1;
                received = Gone;
            }

            while (_oldest <= _newest && Place(_oldest) == Gone)
            {
                _oldest++;
            }
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    // The length is a power of two.
    private ref long Place(long sequence) => ref _received[sequence & (_received.Length - 1)];

    private void Grow()
    {
        long[] larger = new long[_received.Length * 2];
        for (long sequence = _oldest; sequence <= _newest; sequence++)
        {
            larger[sequence & (larger.Length - 1)] = Place(sequence);
        }

        _received = larger;
    }

    private GatewayRecord Sealed(long sequence, long received)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_frame.AsSpan(8), (uint)sequence);
        BinaryPrimitives.WriteUInt16LittleEndian(_frame.AsSpan(12), (ushort)(sequence >> 32));
        uint register = uint.MaxValue;
        foreach (byte value in _frame.AsSpan(..^ChecksumLength))
        {
            register = BitOperations.Crc32C(register, value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(_frame.AsSpan(FrameLength - ChecksumLength), ~register);
        return Record(sequence, received, Record(sequence, received, 0).ComputeChecksum());
    }

    private GatewayRecord Record(long sequence, long received, uint checksum) => new()
    {
        Sequence = sequence,
        Class = Class,
        ReceivedUtcNanoseconds = received,
        UtcNanoseconds = received,
        UncertaintyNanoseconds = 1000,
        RobotBoot = 1,
        Robot = _robot,
        Frame = _frame,
        Checksum = checksum,
    };
}
