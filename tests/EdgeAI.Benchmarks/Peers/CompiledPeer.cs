using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EdgeAI.Benchmarks.Peers;

/// <summary>A peer in C++ against the machine's OpenCV, compiled when a benchmark starts and loaded into its process, so that both meet the same moments.</summary>
internal sealed class CompiledPeer : IDisposable
{
    private const string Compiler = "g++";
    private const string Mend = "apt-get install g++ libopencv-dev";

    private readonly nint _library;
    private readonly string _folder;

    private CompiledPeer(nint library, string folder)
    {
        _library = library;
        _folder = folder;
    }

    /// <summary>Compiles and loads a peer; null, with one line, where something is missing.</summary>
    /// <param name="source">The source, under the benchmarks' own folder.</param>
    /// <param name="what">What the peer is, in words.</param>
    /// <param name="arguments">Libraries and folders of headers beside OpenCV's.</param>
    /// <param name="problem">Why there is none; empty on success.</param>
    public static CompiledPeer? TryBuild(string source, string what, string[] arguments, out string problem)
    {
        string folder = Directory.CreateTempSubdirectory("edgeai-peer-").FullName;
        string library = Path.Combine(folder, "libpeer.so");
        string? failure = Failure([
            "-O3", "-march=native", "-std=c++17", "-shared", "-fPIC", "-I/usr/include/opencv4", Path.Combine(AppContext.BaseDirectory, source), "-o", library, .. arguments]);
        if (failure is not null)
        {
            Directory.Delete(folder, recursive: true);
            problem = $"{what} does not compile here ({failure}): {Mend}";
            return null;
        }

        problem = "";
        return new CompiledPeer(NativeLibrary.Load(library), folder);
    }

    /// <summary>The address of a function.</summary>
    public nint Export(string name) => NativeLibrary.GetExport(_library, name);

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Failure(string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Compiler, arguments) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Split('\n')[0];
        }
        catch (Win32Exception)
        {
            return $"there is no {Compiler}";
        }
    }
}
