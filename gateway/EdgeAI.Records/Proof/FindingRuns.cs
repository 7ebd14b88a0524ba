using System.Numerics;

namespace EdgeAI.Records.Proof;

/// <summary>
/// Puts the judgements of one class's names, which come in ascending order, together to findings: of each kind, names that follow one another
/// among all that are there or named. Whether a name that is not there is missing, declared lost or left is known only when all was read.
/// </summary>
internal sealed class FindingRuns(string gateway, long epoch, RecordClass recordClass, List<Finding> findings)
{
    private static readonly int Kinds = FindingKinds.All.Length;

    private readonly (long First, long Last, long Count)[] _runs = new (long, long, long)[Kinds];
    private readonly List<long> _absent = [];
    private readonly List<int> _absentRuns = [];
    private uint _open;
    private bool _absentOpen;

    /// <summary>The names that are not there, in ascending order.</summary>
    public IReadOnlyList<long> Absent => _absent;

    /// <summary>The bit that stands for a kind.</summary>
    public static uint Bit(FindingKind kind) => 1u << (int)kind;

    /// <summary>Notes a name that is not there.</summary>
    public void NoteAbsent(long sequence)
    {
        CloseAll(except: 0);
        if (!_absentOpen)
        {
            _absentRuns.Add(_absent.Count);
            _absentOpen = true;
        }

        _absent.Add(sequence);
    }

    /// <summary>Notes a name that is there, with the bits of what was found of it.</summary>
    public void Note(long sequence, uint kinds)
    {
        _absentOpen = false;
        if ((kinds | _open) == 0)
        {
            return;
        }

        CloseAll(except: kinds);
        for (uint rest = kinds; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            ref (long First, long Last, long Count) run = ref _runs[kind];
            run = (_open & (1u << kind)) != 0 ? (run.First, sequence, run.Count + 1) : (sequence, sequence, 1);
        }

        _open |= kinds;
    }

    /// <summary>Tells what is left, now that the losses of the class are known.</summary>
    /// <param name="excused">What attested declared losses cover and what left, in ranges that rise.</param>
    public void Finish(List<NumberRange> excused)
    {
        CloseAll(except: 0);
        for (int run = 0; run < _absentRuns.Count; run++)
        {
            int end = run + 1 < _absentRuns.Count ? _absentRuns[run + 1] : _absent.Count;
            int first = -1;
            for (int index = _absentRuns[run]; index <= end; index++)
            {
                bool missing = index < end && !NumberRange.Holds(excused, _absent[index]);
                if (missing && first < 0)
                {
                    first = index;
                }
                else if (!missing && first >= 0)
                {
                    Tell(FindingKind.Missing, _absent[first], _absent[index - 1], index - first);
                    first = -1;
                }
            }
        }
    }

    private void CloseAll(uint except)
    {
        for (uint rest = _open & ~except; rest != 0; rest &= rest - 1)
        {
            int kind = BitOperations.TrailingZeroCount(rest);
            Tell((FindingKind)kind, _runs[kind].First, _runs[kind].Last, _runs[kind].Count);
        }

        _open &= except;
    }

    private void Tell(FindingKind kind, long first, long last, long count) => findings.Add(new Finding(kind, gateway, epoch, recordClass, first, last, count));
}
