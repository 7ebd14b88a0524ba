using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Application;

/// <summary>
/// Counts the starts of a board across power-off, and those among them that ended in a crash before the board ran for <see cref="StableNanoseconds"/>.
/// </summary>
/// <remarks>
/// The record: u16 boot, u8 unstable starts in a row, u8 how the run before ended, text of the crash. Where it cannot be written nothing counts the starts, and each
/// gets a number by chance: two in a row then are the same once in 65,536 times, where a count that began anew would be the same always.
/// </remarks>
public sealed class StartLedger
{
    /// <summary>A run this long is no crash loop, nanoseconds.</summary>
    public const long StableNanoseconds = 60000000000L;

    /// <summary>After as many unstable starts in a row the compiled configuration runs.</summary>
    public const int CompiledAfter = 3;

    /// <summary>After as many the board runs no sensor.</summary>
    public const int SafeAfter = 6;

    private const int FixedLength = 4;
    private const byte EndedUnknown = 0;
    private const byte EndedByCommand = 1;
    private const byte EndedByCrash = 2;

    private readonly StoredRecord _record;
    private readonly byte[] _bytes = new byte[FixedLength + LogRecord.MaxText];
    private readonly AsciiText _crash = new AsciiText(LogRecord.MaxText);
    private int _unstable;
    private ushort _count;

    /// <summary>Makes a ledger over its record.</summary>
    public StartLedger(IBoardStore store, int firstPlace)
    {
        _record = new StoredRecord(store, firstPlace, FixedLength + LogRecord.MaxText);
    }

    /// <summary>This start's number: one more than that of the start before, or one by chance where that could not be kept.</summary>
    public ushort Boot { get; private set; }

    /// <summary>What to run.</summary>
    public StartMode Mode { get; private set; }

    /// <summary>Whether the run before ended without being told to, and not by switching the power off.</summary>
    public bool CrashedBefore { get; private set; }

    /// <summary>What the crash before said of itself; empty when it could not.</summary>
    public AsciiText Crash
    {
        get { return _crash; }
    }

    /// <summary>Whether the ledger could be written at this start.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Enters this start.</summary>
    /// <param name="byPowerOn">Whether the power was switched on: that alone is no crash.</param>
    /// <param name="chance">A number that differs from one start to the next, as far as chance has it: this start's number if it cannot be kept.</param>
    public void Begin(bool byPowerOn, ushort chance)
    {
        int length = _record.Load(_bytes);
        byte ended = EndedUnknown;
        bool first = length < FixedLength;
        if (!first)
        {
            _count = LittleEndian.ReadUInt16(_bytes, 0);
            _unstable = _bytes[2];
            ended = _bytes[3];
            _crash.Count = 0;
            for (int index = FixedLength; index < length && AsciiText.IsPrintable(_bytes[index]); index++)
            {
                _crash.Bytes[_crash.Count++] = _bytes[index];
            }
        }

        _count++;
        CrashedBefore = !first && (ended == EndedByCrash || (ended == EndedUnknown && !byPowerOn));
        if (ended == EndedByCommand)
        {
            _unstable = 0;
        }

        Mode = _unstable >= SafeAfter ? StartMode.Safe : _unstable >= CompiledAfter ? StartMode.Compiled : StartMode.Normal;
        if (_unstable < 255 && (!byPowerOn || ended == EndedByCrash))
        {
            _unstable++;
        }

        Write(EndedUnknown, 0);
        Boot = IsKept ? _count : chance;
    }

    /// <summary>
    /// The crashes in a row were those of a configuration that another one has taken the place of: the row begins with this start, whose configuration is not to blame.
    /// </summary>
    public void BeginRow()
    {
        Mode = StartMode.Normal;
        _unstable = 1;
        Write(EndedUnknown, 0);
    }

    /// <summary>
    /// The board has run for <see cref="StableNanoseconds"/>: what comes is no crash loop. A mode that it fell back to stays, since the configuration that crashed is still
    /// stored: a restart by command tries that again.
    /// </summary>
    public void BecomeStable()
    {
        _unstable = Mode == StartMode.Safe ? SafeAfter : Mode == StartMode.Compiled ? CompiledAfter : 0;
        Write(EndedUnknown, 0);
    }

    /// <summary>The board is about to restart because it was told to.</summary>
    public void EndByCommand()
    {
        Write(EndedByCommand, 0);
    }

    /// <summary>The board is about to restart because it failed.</summary>
    /// <param name="what">What failed; printable ASCII, anything else is left out.</param>
    public void EndByCrash(string what)
    {
        int count = 0;
        for (int index = 0; index < what.Length && count < LogRecord.MaxText; index++)
        {
            if (AsciiText.IsPrintable(what[index]))
            {
                _bytes[FixedLength + count] = (byte)what[index];
                count++;
            }
        }

        Write(EndedByCrash, count);
    }

    private void Write(byte ended, int textLength)
    {
        LittleEndian.WriteUInt16(_bytes, 0, _count);
        _bytes[2] = (byte)_unstable;
        _bytes[3] = ended;
        IsKept = _record.Save(_bytes, FixedLength + textLength);
    }
}
