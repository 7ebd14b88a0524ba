using Microsoft.Extensions.Logging;

namespace EdgeAI.City.Operation;

/// <summary>Where the programs' log lines go: standard output, one line each.</summary>
internal static class CityLog
{
    /// <summary>Makes it.</summary>
    public static ILoggerFactory Create(LogFormat format) => LoggerFactory.Create(builder => _ = format == LogFormat.Json
        ? builder.AddJsonConsole(static console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"))
        : builder.AddSimpleConsole(static console => (console.UseUtcTimestamp, console.TimestampFormat, console.SingleLine) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", true)));
}
