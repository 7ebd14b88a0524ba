using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Ros.Encoders;

/// <summary>Writes what a board logs as rcl_interfaces/Log, which viewers show as a log; the number of what is said stands in "line".</summary>
/// <param name="stream">Its name is the board's.</param>
internal sealed class LogEncoder(RosStream stream) : RosEncoder<LogRecord>("rcl_interfaces/msg/Log")
{
    private const byte Debug = 10;
    private const byte Info = 20;
    private const byte Warn = 30;
    private const byte Error = 40;

    /// <inheritdoc/>
    protected override void Write(LogRecord message, in RosHeader header, CdrWriter writer)
    {
        RosHeader.WriteTime(writer, header.Nanoseconds);
        writer.Write(message.Level switch
        {
            LogLevel.Error => Error,
            LogLevel.Warning => Warn,
            LogLevel.Information => Info,
            _ => Debug,
        });
        writer.Write(stream.Name);
        writer.WriteText(message.Text.Bytes.AsSpan(0, message.Text.Count));
        writer.Write("");
        writer.Write("");
        writer.Write((uint)message.Code);
    }
}
