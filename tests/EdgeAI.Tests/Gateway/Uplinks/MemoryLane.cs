using EdgeAI.Gateway.Spool.Lanes;
using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>A lane in memory: records that say nothing, of 200 B unless told otherwise, and a strict eye on what is released.</summary>
internal sealed class MemoryLane(RecordClass recordClass) : ISpoolLane
{
    private static readonly byte[] Robot = [.. "robot"u8];
    private static readonly byte[] Frame = new byte[ushort.MaxValue];

    private readonly object _gate = new();
    private readonly List<long> _sequences = [];
    private readonly List<int> _lengths = [];
    private readonly List<bool> _gone = [];
    private int _oldest;
    private long _released;

    public RecordClass Class => recordClass;

    public long Oldest
    {
        get
        {
            lock (_gate)
            {
                return _oldest < _sequences.Count ? _sequences[_oldest] : 0;
            }
        }
    }

    public long Newest
    {
        get
        {
            lock (_gate)
            {
                return _sequences.Count == 0 ? 0 : _sequences[^1];
            }
        }
    }

    /// <summary>The records that were released.</summary>
    public long Released
    {
        get
        {
            lock (_gate)
            {
                return _released;
            }
        }
    }

    /// <summary>The records that wait.</summary>
    public long Waiting
    {
        get
        {
            lock (_gate)
            {
                return _sequences.Count - _released;
            }
        }
    }

    /// <summary>How many releases were of something that was gone already.</summary>
    public long ReleasedTwice { get; private set; }

    public long Records => Waiting;

    /// <summary>Hears of each record that is let go of.</summary>
    public Action<long>? LetGo { get; init; }

    public void Add(long sequence, int frameLength = 200)
    {
        lock (_gate)
        {
            _sequences.Add(sequence);
            _lengths.Add(frameLength);
            _gone.Add(false);
        }
    }

    public long Read(long after, long through, int maximumRecords, GatewayBatchWriter batch)
    {
        lock (_gate)
        {
            long last = after;
            int index = IndexAfter(after);
            for (; index < _sequences.Count && _sequences[index] <= through && batch.Count < maximumRecords; index++)
            {
                if (!_gone[index] && !batch.TryAdd(RecordOf(_sequences[index], Frame.AsSpan(0, _lengths[index]))))
                {
                    return last;
                }

                last = _sequences[index];
            }

            return batch.Count > 0 || _sequences.Count == 0 ? last : Math.Max(last, Math.Min(through, _sequences[^1]));
        }
    }

    public void Release(long first, long last)
    {
        lock (_gate)
        {
            for (int index = IndexAfter(first - 1); index < _sequences.Count && _sequences[index] <= last; index++)
            {
                if (_gone[index])
                {
                    ReleasedTwice++;
                    continue;
                }

                _released++;
                _gone[index] = true;
                LetGo?.Invoke(_sequences[index]);
            }

            while (_oldest < _gone.Count && _gone[_oldest])
            {
                _oldest++;
            }
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private int IndexAfter(long sequence)
    {
        int index = _sequences.BinarySearch(sequence + 1);
        return index < 0 ? ~index : index;
    }

    private GatewayRecord RecordOf(long sequence, ReadOnlySpan<byte> frame)
    {
        GatewayRecord record = new()
        {
            Sequence = sequence,
            Class = recordClass,
            ReceivedUtcNanoseconds = 1,
            UtcNanoseconds = 1,
            UncertaintyNanoseconds = 1,
            RobotBoot = 1,
            Robot = Robot,
            Frame = frame,
        };
        return new GatewayRecord
        {
            Sequence = sequence,
            Class = recordClass,
            ReceivedUtcNanoseconds = 1,
            UtcNanoseconds = 1,
            UncertaintyNanoseconds = 1,
            RobotBoot = 1,
            Robot = Robot,
            Frame = frame,
            Checksum = record.ComputeChecksum(),
        };
    }
}
