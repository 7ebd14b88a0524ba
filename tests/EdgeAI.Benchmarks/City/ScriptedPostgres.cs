using System.Diagnostics;
using EdgeAI.Benchmarks.Gateway.Subjects;

namespace EdgeAI.Benchmarks.City;

/// <summary>A PostgreSQL of a benchmark's own, in a temporary folder, by tests/upstreams/postgresql.sh.</summary>
internal sealed class ScriptedPostgres : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-bench-").FullName;
    private readonly string _script;
    private readonly int _port = FreePort.Find();

    private ScriptedPostgres(string script) => _script = script;

    /// <summary>How to connect to it.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false;Command Timeout=600";

    /// <summary>Starts one; nothing where it is not installed.</summary>
    public static ScriptedPostgres? Start()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeAI.sln")))
        {
            folder = folder.Parent;
        }

        ScriptedPostgres postgres = new(Path.Combine(folder?.FullName ?? throw new InvalidOperationException("this benchmark runs from a checkout: tests/upstreams/postgresql.sh is needed"), "tests", "upstreams", "postgresql.sh"));
        if (!OperatingSystem.IsWindows())
        {
            // The server gives its rights away and must still reach its folder.
            File.SetUnixFileMode(postgres._folder, (UnixFileMode)0b111_101_101);
        }

        if (postgres.Run("start") == 0)
        {
            return postgres;
        }

        postgres.Dispose();
        return null;
    }

    public void Dispose()
    {
        Run("stop");
        Directory.Delete(_folder, recursive: true);
    }

    private int Run(string action)
    {
        using Process process = Process.Start("bash", [_script, action, Path.Combine(_folder, "server"), $"{_port}"]);
        process.WaitForExit();
        return process.ExitCode;
    }
}
