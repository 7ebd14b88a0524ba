using EdgeAI.Device.Board;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Replay;

/// <summary>Speaks for the boards of a recording: encodes readings as the boards would and sends them over a link, marked as replayed.</summary>
/// <param name="boot">The boot number that its frames carry.</param>
public sealed class ReplayBoard(ushort boot)
{
    private readonly Dictionary<StreamId, FrameHeader> _headers = [];
    private readonly byte[] _wire = new byte[FrameLayout.MaxLinkLength];

    /// <summary>Sends one reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="stream">The profile's stream that takes it.</param>
    /// <param name="link">The board end of the stream's link.</param>
    /// <returns>How sending ended; nothing was sent unless <see cref="LinkStatus.Ok"/>.</returns>
    public LinkStatus Send(RecordedReading reading, StreamId stream, ILink link)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(link);
        if (!_headers.TryGetValue(stream, out FrameHeader? header))
        {
            header = new FrameHeader { Board = stream.Board, Stream = stream.Stream, Boot = boot, Flags = FrameFlags.Replayed };
            _headers.Add(stream, header);
        }

        header.Type = reading.Message.Type;
        reading.Message.Stamp = new Stamp(reading.TimeNanoseconds, 0);
        int length = FrameEncoder.EncodeForLink(header, reading.Message, _wire, 0, _wire.Length);
        LinkStatus status = link.Send(_wire, 0, length);
        if (status == LinkStatus.Ok)
        {
            header.Sequence++;
        }

        return status;
    }
}
