using System.Globalization;
using EdgeAI.Runtime.Ros;

namespace EdgeAI.Runtime.LiveView;

/// <summary>How the robot is, as diagnostic_msgs/DiagnosticArray: a status for each part, with values by name. Not thread safe.</summary>
public sealed class Diagnostics
{
    private readonly List<(byte Level, string Name, string Message, List<KeyValuePair<string, string>> Values)> _statuses = [];
    private readonly CdrWriter _writer = new(4096);

    /// <summary>The schema of the messages.</summary>
    public static RosSchema Schema { get; } = RosSchema.Of("diagnostic_msgs/msg/DiagnosticArray");

    /// <summary>Begins a new message.</summary>
    public void Begin() => _statuses.Clear();

    /// <summary>Adds a part's status.</summary>
    /// <param name="level">0 well, 1 warning, 2 error.</param>
    /// <param name="name">The part.</param>
    /// <param name="message">How it is, in a few words.</param>
    public void Add(byte level, string name, string message) => _statuses.Add((level, name, message, []));

    /// <summary>Adds a value to the part that was added last.</summary>
    public void With(string key, long value) => With(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a value to the part that was added last.</summary>
    public void With(string key, string value) => _statuses[^1].Values.Add(KeyValuePair.Create(key, value));

    /// <summary>Writes the message in CDR.</summary>
    /// <param name="utcNanoseconds">When all of this was so.</param>
    /// <returns>The message, until the next call.</returns>
    public ReadOnlySpan<byte> Write(long utcNanoseconds)
    {
        _writer.Begin();
        new RosHeader(utcNanoseconds, "").WriteTo(_writer);
        _writer.WriteCount(_statuses.Count);
        foreach ((byte level, string name, string message, List<KeyValuePair<string, string>> values) in _statuses)
        {
            _writer.Write(level);
            _writer.Write(name);
            _writer.Write(message);
            _writer.Write("");
            _writer.WriteCount(values.Count);
            foreach ((string key, string value) in values)
            {
                _writer.Write(key);
                _writer.Write(value);
            }
        }

        return _writer.Written;
    }
}
