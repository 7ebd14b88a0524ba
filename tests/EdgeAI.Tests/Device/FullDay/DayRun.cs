using EdgeAI.Device.Messages;

namespace EdgeAI.Tests.Device.FullDay;

/// <summary>What the robot got in one run of the board, by stream, to be held against the board's own account when the run is over.</summary>
internal sealed class DayRun
{
    public const int Places = DayConfiguration.Streams + 1;
    public const int Housekeeping = DayConfiguration.Streams;

    public ushort Boot { get; set; }

    public long[] Received { get; } = new long[Places];

    public long[] LastSequence { get; } = new long[Places];

    public long[] LastMicroseconds { get; } = new long[Places];

    /// <summary>Frames that waited, or were on their way, when the run was ended from outside.</summary>
    public long[] LostAtEnd { get; } = new long[Places];

    public long CommandsSent { get; set; }

    public long CommandsAcknowledged { get; set; }

    /// <summary>Lone delimiters that the board put in: one at its start, none when the link is closed then.</summary>
    public long DelimitersPut { get; set; }

    /// <summary>Lone delimiters that came out of the queue.</summary>
    public long Delimiters { get; set; }

    public static int PlaceOf(byte stream) => stream == BoardAddress.HousekeepingStream ? Housekeeping : stream - DayConfiguration.FirstStream;

    /// <summary>Begins anew, for the next run.</summary>
    public void Begin(ushort boot, bool isClosed)
    {
        Boot = boot;
        Array.Clear(Received);
        Array.Fill(LastSequence, -1);
        Array.Clear(LastMicroseconds);
        Array.Clear(LostAtEnd);
        CommandsSent = 0;
        CommandsAcknowledged = 0;
        DelimitersPut = isClosed ? 0 : 1;
        Delimiters = 0;
    }
}
