using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Gateway.Operation;

/// <summary>One log entry as one line. What comes from outside cannot begin a line of its own.</summary>
internal static class LogLine
{
    // How .NET names the message's template among the values.
    private const string Template = "{OriginalFormat}";

    /// <summary>Formats an entry.</summary>
    public static string Format(
        LogFormat format, DateTimeOffset time, LogLevel level, EventId id, string message, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception)
    {
        string stamp = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string text = OneLine(exception is null ? message : $"{message}: {exception.Message}");
        return format == LogFormat.Json ? Json(stamp, level, id, text, values) : $"{stamp} {Short(level)} {text}";
    }

    private static string Json(string stamp, LogLevel level, EventId id, string text, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", stamp);
            writer.WriteString("level", Short(level));
            if (id.Name is not null)
            {
                writer.WriteString("event", id.Name.StartsWith("Log", StringComparison.Ordinal) ? id.Name[3..] : id.Name);
            }

            writer.WriteString("message", text);
            foreach ((string name, object? value) in values)
            {
                if (name != Template)
                {
                    Write(writer, char.ToLowerInvariant(name[0]) + name[1..], value);
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case long number:
                writer.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            case bool truth:
                writer.WriteBoolean(name, truth);
                break;
            case DateTimeOffset time:
                writer.WriteString(name, time.UtcDateTime);
                break;
            default:
                writer.WriteString(name, OneLine(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Warning => "warn",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "info",
    };

    private static string OneLine(string text)
        => text.AsSpan().IndexOfAnyInRange('\0', '\x1F') < 0 ? text : string.Create(text.Length, text, static (line, from) =>
        {
            for (int index = 0; index < line.Length; index++)
            {
                line[index] = from[index] < ' ' ? ' ' : from[index];
            }
        });
}
