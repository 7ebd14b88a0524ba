using System;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Networks;

/// <summary>The last readings of a skin and their sums, and what a network sees of them (NETWORKS.md, "The tactile window"). Allocates nothing after construction.</summary>
public sealed class TactileWindow
{
    /// <summary>The most readings of a window: sums of 64 readings of 16 bits, 512 taxels, stay far within 64 bits.</summary>
    public const int MostReadings = 64;

    private const int Step = 32;

    private readonly int _groups;
    private readonly int _taxels;
    private readonly int _readings;
    private readonly short[] _ring;
    private readonly long[] _stamps;
    private readonly int[] _sums;
    private int _next;

    /// <summary>Makes an empty window.</summary>
    /// <param name="groups">Groups of taxels, 1 or more.</param>
    /// <param name="taxelsPerGroup">Taxels of each, 2 or more; 512 in all at most.</param>
    /// <param name="readings">Readings of a full window, 1 to 64.</param>
    /// <exception cref="ArgumentException">One of them is outside its range.</exception>
    public TactileWindow(int groups, int taxelsPerGroup, int readings)
    {
        LayerRules.Size("tactile window", "groups", groups, TactileArray.MaxTaxels / 2);
        LayerRules.Size("tactile window", "taxels per group", taxelsPerGroup, TactileArray.MaxTaxels / groups);
        LayerRules.Size("tactile window", "readings", readings, MostReadings);
        if (taxelsPerGroup < 2)
        {
            throw new ArgumentException("tactile window: a group of one taxel has no shape; give it 2 or more");
        }

        _groups = groups;
        _taxels = taxelsPerGroup;
        _readings = readings;
        _ring = new short[readings * Taxels];
        _stamps = new long[readings];
        _sums = new int[Taxels];
    }

    /// <summary>Taxels of one reading.</summary>
    public int Taxels
    {
        get { return _groups * _taxels; }
    }

    /// <summary>Readings in the window.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the window holds as many readings as it is long.</summary>
    public bool IsFull
    {
        get { return Count == _readings; }
    }

    /// <summary>When the oldest reading in it was true; 0 when it is empty.</summary>
    public long OldestStamp
    {
        get { return Count == 0 ? 0 : _stamps[Count < _readings ? 0 : _next]; }
    }

    /// <summary>Forgets all readings.</summary>
    public void Clear()
    {
        Array.Clear(_sums, 0, _sums.Length);
        Count = 0;
        _next = 0;
    }

    /// <summary>Takes a reading in; a full window lets the oldest one go.</summary>
    /// <param name="reading">A reading of <see cref="Taxels"/> taxels and one component each.</param>
    public void Add(TactileArray reading)
    {
        short[] ring = _ring;
        int[] sums = _sums;
        short[] values = reading.Values;
        int at = _next * Taxels;
        bool full = IsFull;
        for (int taxel = 0; taxel < sums.Length; taxel++)
        {
            short value = values[taxel];
            sums[taxel] += full ? value - ring[at] : value;
            ring[at] = value;
            at++;
        }

        _stamps[_next] = reading.Stamp.Nanoseconds;
        _next++;
        if (_next == _readings)
        {
            _next = 0;
        }

        if (!full)
        {
            Count++;
        }
    }

    /// <summary>Writes what a network sees: each taxel's distance from its group's mean, in steps of 1/32 of the group's mean absolute distance.</summary>
    /// <param name="input">Receives <see cref="Taxels"/> values.</param>
    public void Fill(sbyte[] input)
    {
        for (int group = 0; group < _groups; group++)
        {
            int first = group * _taxels;
            long total = 0;
            for (int taxel = first; taxel < first + _taxels; taxel++)
            {
                total += _sums[taxel];
            }

            long spread = 0;
            for (int taxel = first; taxel < first + _taxels; taxel++)
            {
                long distance = ((long)_taxels * _sums[taxel]) - total;
                spread += distance < 0 ? -distance : distance;
            }

            if (spread == 0)
            {
                spread = 1;
            }

            for (int taxel = first; taxel < first + _taxels; taxel++)
            {
                long distance = ((long)_taxels * _sums[taxel]) - total;
                input[taxel] = Limited(FloorOfQuotient((2 * Step * _taxels * distance) + spread, 2 * spread));
            }
        }
    }

    // C# rounds a quotient towards zero, NETWORKS.md towards minus infinity.
    private static long FloorOfQuotient(long dividend, long divisor)
    {
        long quotient = dividend / divisor;
        return dividend < 0 && quotient * divisor != dividend ? quotient - 1 : quotient;
    }

    private static sbyte Limited(long value)
    {
        if (value > 127)
        {
            return 127;
        }

        return value < -127 ? (sbyte)-127 : (sbyte)value;
    }
}
