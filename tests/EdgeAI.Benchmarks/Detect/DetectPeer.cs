using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using EdgeAI.Perception.Heads;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Benchmarks.Detect;

/// <summary>OnnxRuntime and OpenCV in C++, compiled from detect_peer.cpp when the benchmark starts and called in this process, on the same native OnnxRuntime.</summary>
internal sealed unsafe class DetectPeer : IDisposable
{
    private const string Mend = "apt-get install g++ libopencv-dev";

    private readonly nint _library;
    private readonly string _folder;

    private DetectPeer(nint library, string folder)
    {
        _library = library;
        _folder = folder;
        Open = (delegate* unmanaged<byte*, int, int, int, int, int, int, int, double, nint>)Export("peer_open");
        Close = (delegate* unmanaged<nint, void>)Export("peer_close");
        Prepare = (delegate* unmanaged<nint, byte*, void>)Export("peer_prepare");
        Infer = (delegate* unmanaged<nint, void>)Export("peer_infer");
        Yolox = (delegate* unmanaged<float*, int, int, float, float, Detection*, int, int>)Export("peer_yolox");
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Export("peer_version"))()) ?? "";
    }

    public string Version { get; }

    /// <summary>Makes a way from model path, threads, width, height, format, drawn width, drawn height, padding and scale; 0 where it fails.</summary>
    public delegate* unmanaged<byte*, int, int, int, int, int, int, int, double, nint> Open { get; }

    public delegate* unmanaged<nint, void> Close { get; }

    public delegate* unmanaged<nint, byte*, void> Prepare { get; }

    public delegate* unmanaged<nint, void> Infer { get; }

    /// <summary>Decodes YOLOX's rows: rows, side, classes, thresholds of score and overlap, boxes found, room for them.</summary>
    public delegate* unmanaged<float*, int, int, float, float, Detection*, int, int> Yolox { get; }

    /// <summary>Compiles and loads the peer; null, with one line, where something is missing. OnnxRuntime must have been started, its telemetry off.</summary>
    public static DetectPeer? TryBuild(out string problem)
    {
        string headers = typeof(DetectPeer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static entry => entry.Key == "OnnxRuntimeHeaders").Value!;
        string folder = Directory.CreateTempSubdirectory("edgeai-detect-peer-").FullName;
        string library = Path.Combine(folder, "libdetect_peer.so");
        string? failure = Failure("g++", [
            "-O3", "-march=native", "-std=c++17", "-shared", "-fPIC", "-I/usr/include/opencv4", $"-I{headers}", Path.Combine(AppContext.BaseDirectory, "Detect", "detect_peer.cpp"),
            "-o", library, "-lopencv_dnn", "-lopencv_imgproc", "-lopencv_core"]);
        if (failure is not null)
        {
            Directory.Delete(folder, recursive: true);
            problem = $"the peer in C++, OnnxRuntime with OpenCV, does not compile here ({failure}): {Mend}";
            return null;
        }

        DetectPeer peer = new(NativeLibrary.Load(library), folder);
        nint runtime = NativeLibrary.Load("onnxruntime", typeof(InferenceSession).Assembly, null);
        nint entry = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(runtime, "OrtGetApiBase"))();
        bool isStarted = ((delegate* unmanaged<nint, int>)peer.Export("peer_start"))(entry) != 0;
        problem = isStarted ? "" : $"the native OnnxRuntime is older than the headers in {headers}: restore the package again";
        if (!isStarted)
        {
            peer.Dispose();
        }

        return isStarted ? peer : null;
    }

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Failure(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Split('\n')[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"there is no {program}";
        }
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);
}
