namespace EdgeAI.Flash.Tools;

/// <summary>What is printed while boards are flashed, of several at once without mixing lines. Thread safe.</summary>
internal sealed class Terminal
{
    // Of a terminal that does not tell.
    private const int UsualWidth = 79;

    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly bool _redraws = !Console.IsOutputRedirected;
    private readonly TimeProvider _time = TimeProvider.System;
    private long _progressAt = TimeProvider.System.GetTimestamp();
    private int _progressLines;

    /// <summary>Prints a line to keep.</summary>
    public void Line(string line) => Lines([line]);

    /// <summary>Prints lines to keep, together.</summary>
    public void Lines(IReadOnlyList<string> lines)
    {
        lock (_gate)
        {
            Clear();
            foreach (string line in lines)
            {
                Console.WriteLine(line);
            }
        }
    }

    /// <summary>Shows how something gets on: in the last lines of a terminal, or its first line now and then where there is none.</summary>
    public void Progress(params IReadOnlyList<string> lines)
    {
        lock (_gate)
        {
            if (_redraws)
            {
                Clear();
                int width = Console.WindowWidth > 1 ? Console.WindowWidth - 1 : UsualWidth;
                Console.Write(string.Join('\n', lines.Select(line => line.Length > width ? line[..width] : line)));
                _progressLines = lines.Count;
            }
            else if (_time.GetElapsedTime(_progressAt) >= LinePeriod)
            {
                _progressAt = _time.GetTimestamp();
                Console.WriteLine(lines[0]);
            }
        }
    }

    private void Clear()
    {
        for (int line = 0; line < _progressLines; line++)
        {
            // Erases this line, and goes up to the one before (ECMA-48, EL and CUU).
            Console.Write(line == 0 ? "\r\x1b[K" : "\x1b[1A\x1b[K");
        }

        _progressLines = 0;
    }
}
