using System.Collections.Concurrent;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>The commands on a process's input, read on a thread of their own so that the traffic's thread never waits for one.</summary>
internal sealed class CommandLines
{
    private readonly ConcurrentQueue<string> _lines = new();

    public CommandLines() => new Thread(Read) { IsBackground = true, Name = "commands" }.Start();

    /// <summary>Takes the next command; the end of the input is the command "quit".</summary>
    public bool TryTake(out string line)
    {
        if (_lines.TryDequeue(out string? taken))
        {
            line = taken;
            return true;
        }

        line = "";
        return false;
    }

    private void Read()
    {
        while (Console.In.ReadLine() is string line)
        {
            _lines.Enqueue(line);
        }

        _lines.Enqueue("quit");
    }
}
