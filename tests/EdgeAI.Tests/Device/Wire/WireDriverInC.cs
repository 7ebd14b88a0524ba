using System.Diagnostics;

namespace EdgeAI.Tests.Device.Wire;

/// <summary>
/// C/wire_driver.c over firmware/wire.h, compiled with gcc as strict C99, every warning an error, with the sanitizers of addresses and of undefined
/// behaviour: any of either ends it with a code that is not 0.
/// </summary>
public sealed class WireDriverInC : IDisposable
{
    private static readonly string[] Arguments =
    [
        "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wconversion", "-Wshadow", "-O1", "-g", "-fsanitize=undefined,address", "-fno-sanitize-recover=all",
        "-I", Checkout.PathOf("firmware"), Checkout.PathOf("tests", "EdgeAI.Tests", "Device", "Wire", "C", "wire_driver.c"), "-o",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-wire-").FullName;
    private readonly bool _hasCompiler;
    private readonly string _complaint = "";

    public WireDriverInC()
    {
        Process? compiler = null;
        try
        {
            compiler = Process.Start(new ProcessStartInfo("gcc", [.. Arguments, Executable]) { RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No gcc on this machine: the tests say so and are skipped.
        }

        if (compiler is null)
        {
            return;
        }

        using (compiler)
        {
            _hasCompiler = true;
            _complaint = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
        }
    }

    private string Executable => Path.Combine(_folder, "wire_driver");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>One answer for each line; skips the test where there is no gcc, fails it where gcc or a sanitizer complains.</summary>
    public string[] Run(IEnumerable<string> lines)
    {
        Assert.SkipUnless(_hasCompiler, "gcc is not installed: firmware/wire.h cannot be compiled here; install gcc to run this test");
        Assert.True(File.Exists(Executable), $"firmware/wire.h does not compile: {_complaint}");
        string input = Path.Combine(_folder, "input");
        File.WriteAllLines(input, lines);
        using Process driver = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec '{Executable}' < '{input}'"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> complaint = driver.StandardError.ReadToEndAsync();
        string[] answers = driver.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        driver.WaitForExit();
        Assert.True(driver.ExitCode == 0, $"the driver ended with {driver.ExitCode}: {complaint.Result}");
        return answers;
    }
}
