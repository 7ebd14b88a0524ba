using System.Text;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;

namespace EdgeAI.Tests.Profiles.Boards;

/// <summary>A small board's profile that is valid, for tests that spoil one thing of it.</summary>
internal static class SampleBoard
{
    /// <summary>The file that the board is said to be.</summary>
    public const string File = "hand.profile.json";

    public const string Text = """
        {
          "version": 1,
          "name": "hand",
          "id": 7,
          "target": "ESP32_S3_OCTAL",
          "flash": "serial",
          "buses": [
            { "name": "i2c", "kind": "i2c", "controller": 1, "hertz": 400000, "sda": 8, "scl": 9 },
            { "name": "spi", "kind": "spi", "controller": 1, "hertz": 1000000, "mosi": 11, "miso": 13, "clock": 12 }
          ],
          "link": { "kind": "serial", "uart": 2, "baud": 921600, "transmitPin": 17, "receivePin": 18 },
          "queue": { "bytes": 4116, "policy": "drop-newest" },
          "watchdogMilliseconds": 500,
          "identifyPin": 2,
          "sensors": [
            { "stream": 0, "name": "hand/air", "driver": "bme280-temperature", "bus": "i2c", "address": "0x76", "rateHz": 1, "frame": "palm" },
            { "stream": 1, "name": "hand/skin", "driver": "mlx90393-skin", "bus": "i2c", "switch": "0x70",
              "chips": [ { "channel": 0, "address": "0x0C" }, { "channel": 1, "address": "0x0C" } ], "rateHz": 50, "frame": "skin",
              "taxels": [ { "at": [0, 0.01, 0], "normal": [0, 0, 1] }, { "at": [0, -0.01, 0], "normal": [0, 0.6, 0.8] } ] },
            { "stream": 2, "name": "hand/load", "driver": "hx711", "bus": "spi", "rateHz": 80, "frame": "bridge", "gain": 64,
              "calibration": { "scaleMantissa": -3, "scaleExponent": -6, "unit": "newton", "tareCounts": 100 },
              "certificate": { "date": "2026-05-04", "uncertaintySteps": 20 } },
            { "stream": 3, "name": "hand/pads", "driver": "mpr121", "bus": "i2c", "address": "0x5A", "rateHz": 100, "frame": "palm" },
            { "stream": 4, "name": "hand/power", "driver": "ina226", "bus": "i2c", "address": "0x40", "rateHz": 100, "frame": "palm", "shuntMicroohms": 100000, "currentStepMicroamperes": 25 }
          ]
        }

        """;

    /// <summary>The board with one text replaced, which must stand in it exactly once.</summary>
    public static string With(string old, string replacement)
    {
        Assert.Equal(2, Text.Split(old).Length);
        return Text.Replace(old, replacement, StringComparison.Ordinal);
    }

    /// <summary>Loads a text that must be valid.</summary>
    public static BoardProfile Load(string text)
    {
        bool loaded = BoardProfileLoader.TryParse(Encoding.UTF8.GetBytes(text), File, out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems);
        Assert.Equal([], problems.Select(static problem => problem.ToString()));
        Assert.True(loaded);
        return board!;
    }

    /// <summary>What the loader says of a text, one line for each problem, without the file.</summary>
    public static string[] ProblemsOf(byte[] bytes)
    {
        bool loaded = BoardProfileLoader.TryParse(bytes, File, out BoardProfile? board, out IReadOnlyList<ProfileProblem> problems);
        Assert.Equal(problems.Count == 0, loaded);
        Assert.Equal(loaded, board is not null);
        Assert.All(problems, static problem => Assert.False(problem.ToString().AsSpan().ContainsAny('\r', '\n', '\u001b'), "a problem is one line and harmless to a terminal"));
        return [.. problems.Select(static problem => problem.ToString())];
    }
}
