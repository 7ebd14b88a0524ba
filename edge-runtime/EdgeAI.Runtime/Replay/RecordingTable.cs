using System.Globalization;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Quantities;
using EdgeAI.Runtime.Recording;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Replay;

/// <summary>
/// Writes one stream of a recording as a table with a row per reading, for whoever works on it with other tools: seconds since the stream's first
/// reading, sequence, flags, values. Taxels and wrenches are in raw steps, as models take them; efforts and rates of joints in SI units, efforts first;
/// decisions are the class and the probabilities.
/// </summary>
public sealed class RecordingTable
{
    private readonly FrameHeader _header = new();
    private readonly List<double> _values = [];
    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];
    private MessageType? _type;
    private Message? _message;
    private long _first;

    /// <summary>Rows that were written.</summary>
    public long Rows { get; private set; }

    /// <summary>Frames of the stream that are no readings of its first one's type and size, fault reports among them: left out.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Writes a stream's readings.</summary>
    /// <param name="recording">The recording, at its beginning.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="writer">Takes the lines.</param>
    /// <returns>Whether there was any reading.</returns>
    public bool Write(FrameRecording recording, StreamId stream, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(writer);
        int columns = 0;
        while (recording.Read())
        {
            if (!recording.TryGetFrame(out FrameRecord record) || record.Stream != stream)
            {
                continue;
            }

            if (!TryRead(record.Frame) || (Rows > 0 && _values.Count != columns))
            {
                LeftOut++;
                continue;
            }

            if (Rows == 0)
            {
                columns = _values.Count;
                _first = record.Stamp.Nanoseconds;
                writer.Write("seconds,sequence,flags");
                for (int column = 0; column < columns; column++)
                {
                    writer.Write(string.Create(CultureInfo.InvariantCulture, $",value_{column}"));
                }

                writer.Write('\n');
            }

            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{(record.Stamp.Nanoseconds - _first) / 1e9:F6},{_header.Sequence},{(int)_header.Flags}"));
            foreach (double value in _values)
            {
                writer.Write(',');
                writer.Write(value.ToString("R", CultureInfo.InvariantCulture));
            }

            writer.Write('\n');
            Rows++;
        }

        return Rows > 0;
    }

    private static Message? NewOf(MessageType type) => type switch
    {
        MessageType.TactileArray => new TactileArray(TactileArray.MaxTaxels, 3),
        MessageType.WrenchStamped => new WrenchStamped(),
        MessageType.JointState => new JointState(),
        MessageType.Classification => new Classification(),
        _ => null,
    };

    private bool TryRead(ReadOnlySpan<byte> frame)
    {
        _values.Clear();
        if (frame.Length > _frame.Length)
        {
            return false;
        }

        frame.CopyTo(_frame);
        if (FrameDecoder.TryDecodeHeader(_frame, 0, frame.Length, _header) != FrameStatus.Ok)
        {
            return false;
        }

        // A stream may carry decisions and faults beside its readings: the first type that can be written is the stream's.
        _message ??= NewOf(_header.Type);
        _type ??= _message?.Type;
        if (_message is null || _header.Type != _type || PayloadDecoder.Decode(_frame, 0, frame.Length, _message) != FrameStatus.Ok)
        {
            return false;
        }

        switch (_message)
        {
            case TactileArray tactile:
                _values.AddRange(tactile.Values.Take(tactile.TaxelCount * tactile.Components).Select(static value => (double)value));
                break;
            case WrenchStamped wrench:
                _values.AddRange([wrench.Force[0], wrench.Force[1], wrench.Force[2], wrench.Torque[0], wrench.Torque[1], wrench.Torque[2]]);
                break;
            case JointState joints:
                Add(joints.Effort, joints.Count, joints.EffortScale, (joints.Parts & JointStateParts.Effort) != 0);
                Add(joints.Velocity, joints.Count, joints.VelocityScale, (joints.Parts & JointStateParts.Velocity) != 0);
                break;
            case Classification decision:
                _values.Add(decision.ClassIndex);
                _values.AddRange(decision.Probabilities.Take(decision.ClassCount).Select(static probability => probability / (double)ushort.MaxValue));
                break;
        }

        return true;
    }

    private void Add(int[] raw, int count, Scale scale, bool isValid)
    {
        double step = isValid ? ScaleConversion.StepOf(scale) : 0;
        for (int joint = 0; joint < count; joint++)
        {
            _values.Add(raw[joint] * step);
        }
    }
}
