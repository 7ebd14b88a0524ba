using System.Diagnostics;
using System.Globalization;

namespace EdgeAI.Benchmarks.Gateway.Subjects;

/// <summary>A process under test: what it costs is read from /proc, and killing it is SIGKILL.</summary>
internal sealed class MeasuredProcess : IDisposable
{
    private readonly Process _process;

    private MeasuredProcess(Process process) => _process = process;

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>The processor time that it has taken, user and system.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it has resident now, in MiB.</summary>
    public double ResidentMegabytes => Status("VmRSS:");

    /// <summary>The most memory that it ever had resident, in MiB.</summary>
    public double PeakMegabytes => Status("VmHWM:");

    /// <summary>Starts a program; what it says is thrown away.</summary>
    public static MeasuredProcess Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) =>
        {
            if (line.Data is { Length: > 0 } text && Environment.GetEnvironmentVariable("EDGEAI_BENCH_VERBOSE") is not null)
            {
                Console.Error.WriteLine(text);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new MeasuredProcess(process);
    }

    /// <summary>SIGKILL: the process has no say.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    // proc(5): "VmRSS:      1234 kB".
    private double Status(string field)
    {
        foreach (string line in File.ReadLines($"/proc/{_process.Id}/status"))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) / 1024.0;
            }
        }

        return double.NaN;
    }
}
