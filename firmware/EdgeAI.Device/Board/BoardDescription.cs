using System;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Board;

/// <summary>What a board tells of itself: one hello, a description of each stream, the layouts of its taxels. Made from the profile.</summary>
public sealed class BoardDescription
{
    /// <summary>Makes a description.</summary>
    /// <param name="hello">Names, version and profile; its counts are set here.</param>
    /// <param name="streams">One for each stream; what they say of the reading's type and period is set from the stream by the board.</param>
    /// <param name="layouts">The taxels of the tactile streams that have a layout, in order; may be empty.</param>
    /// <exception cref="ArgumentException">There are more streams than a board can have, or a part is not one that the wire can carry.</exception>
    public BoardDescription(Hello hello, StreamDescription[] streams, TaxelLayout[] layouts)
    {
        if (hello == null || streams == null || layouts == null)
        {
            throw new ArgumentException("a description needs a hello, streams and layouts: none may be null");
        }

        if (streams.Length > Hello.MaxStreams)
        {
            throw new ArgumentException("a board has at most " + Hello.MaxStreams + " streams: describe fewer");
        }

        FrameHeader header = new FrameHeader();
        hello.StreamCount = streams.Length;
        Require(header, hello, "the hello");
        for (int index = 0; index < streams.Length; index++)
        {
            streams[index].StreamIndex = index;
            Require(header, streams[index], "the description of stream " + streams[index].Stream);
        }

        for (int index = 0; index < layouts.Length; index++)
        {
            Require(header, layouts[index], "the layout of stream " + layouts[index].Stream);
        }

        Hello = hello;
        Streams = streams;
        Layouts = layouts;
    }

    /// <summary>Names, version and profile.</summary>
    public Hello Hello { get; }

    /// <summary>One for each stream.</summary>
    public StreamDescription[] Streams { get; }

    /// <summary>The taxels of the tactile streams that have a layout.</summary>
    public TaxelLayout[] Layouts { get; }

    /// <summary>Frames that one telling takes.</summary>
    internal int PartCount
    {
        get { return 1 + Streams.Length + Layouts.Length; }
    }

    /// <summary>One frame of a telling.</summary>
    /// <param name="part">0 for the hello, then the streams, then the layouts.</param>
    /// <param name="number">The telling's number, which the part will carry.</param>
    internal Message Part(int part, ushort number)
    {
        if (part == 0)
        {
            Hello.HelloNumber = number;
            return Hello;
        }

        if (part <= Streams.Length)
        {
            Streams[part - 1].HelloNumber = number;
            return Streams[part - 1];
        }

        TaxelLayout layout = Layouts[part - 1 - Streams.Length];
        layout.HelloNumber = number;
        return layout;
    }

    /// <summary>The description of a stream; null when there is none.</summary>
    internal StreamDescription? Of(byte stream)
    {
        for (int index = 0; index < Streams.Length; index++)
        {
            if (Streams[index].Stream == stream)
            {
                return Streams[index];
            }
        }

        return null;
    }

    /// <summary>Makes the description of a stream tell its period; a stream that is not described has none.</summary>
    internal void SetPeriod(SampledStream stream)
    {
        StreamDescription? description = Of(stream.Number);
        if (description == null)
        {
            return;
        }

        long microseconds = (stream.PeriodNanoseconds + 500) / 1000;
        if (microseconds < 1)
        {
            microseconds = 1;
        }

        description.PeriodMicroseconds = microseconds > uint.MaxValue ? uint.MaxValue : (uint)microseconds;
    }

    private static void Require(FrameHeader header, Message message, string what)
    {
        FrameStatus status = FrameEncoder.Check(header, message);
        if (status != FrameStatus.Ok)
        {
            throw new ArgumentException(what + " cannot be framed (rejection " + (int)status + " of WIRE.md): mend that field");
        }
    }
}
