using System.Diagnostics;

namespace EdgeAI.Tests.Runtime.Outlets;

/// <summary>
/// C/outlet_reader.c over edge-runtime/edgeai_outlet.h, compiled with gcc as strict C99, every warning an error, with the sanitizers of
/// addresses and of undefined behaviour.
/// </summary>
public sealed class OutletReaderInC : IDisposable
{
    private static readonly string[] Arguments =
    [
        "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wconversion", "-Wshadow", "-O1", "-g", "-fsanitize=undefined,address", "-fno-sanitize-recover=all",
        "-I", Checkout.PathOf("edge-runtime"), Checkout.PathOf("tests", "EdgeAI.Tests", "Runtime", "Outlets", "C", "outlet_reader.c"), "-o",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("edgeai-outlet-c-").FullName;
    private readonly bool _hasCompiler;
    private readonly string _complaint = "";

    public OutletReaderInC()
    {
        try
        {
            using Process compiler = Process.Start(new ProcessStartInfo("gcc", [.. Arguments, Executable]) { RedirectStandardError = true })!;
            _hasCompiler = true;
            _complaint = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No gcc on this machine: the tests say so and are skipped.
        }
    }

    private string Executable => Path.Combine(_folder, "outlet_reader");

    /// <summary>Starts a controller; skips the test where there is no gcc, fails it where gcc complains.</summary>
    public Process Start(params string[] arguments)
    {
        Assert.SkipUnless(_hasCompiler, "gcc is not installed: edge-runtime/edgeai_outlet.h cannot be compiled here; install gcc to run this test");
        Assert.True(File.Exists(Executable), $"edge-runtime/edgeai_outlet.h does not compile: {_complaint}");
        return Process.Start(new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true })!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
