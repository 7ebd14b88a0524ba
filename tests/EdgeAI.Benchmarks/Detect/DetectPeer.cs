using System.Reflection;
using System.Runtime.InteropServices;
using EdgeAI.Benchmarks.Peers;
using EdgeAI.Perception.Heads;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Benchmarks.Detect;

/// <summary>OnnxRuntime and OpenCV in C++, compiled from detect_peer.cpp when the benchmark starts and called in this process, on the same native OnnxRuntime.</summary>
internal sealed unsafe class DetectPeer : IDisposable
{
    private readonly CompiledPeer _peer;

    private DetectPeer(CompiledPeer peer)
    {
        _peer = peer;
        Open = (delegate* unmanaged<byte*, int, int, int, int, int, int, int, double, nint>)_peer.Export("peer_open");
        Close = (delegate* unmanaged<nint, void>)_peer.Export("peer_close");
        Prepare = (delegate* unmanaged<nint, byte*, void>)_peer.Export("peer_prepare");
        Infer = (delegate* unmanaged<nint, void>)_peer.Export("peer_infer");
        Yolox = (delegate* unmanaged<float*, int, int, float, float, Detection*, int, int>)_peer.Export("peer_yolox");
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)_peer.Export("peer_version"))()) ?? "";
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
        CompiledPeer? compiled = CompiledPeer.TryBuild(
            Path.Combine("Detect", "detect_peer.cpp"),
            "the peer in C++, OnnxRuntime with OpenCV,",
            [$"-I{headers}", "-lopencv_dnn", "-lopencv_imgproc", "-lopencv_core"],
            out problem);
        if (compiled is null)
        {
            return null;
        }

        nint runtime = NativeLibrary.Load("onnxruntime", typeof(InferenceSession).Assembly, null);
        nint entry = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(runtime, "OrtGetApiBase"))();
        bool isStarted = ((delegate* unmanaged<nint, int>)compiled.Export("peer_start"))(entry) != 0;
        if (!isStarted)
        {
            compiled.Dispose();
            problem = $"the native OnnxRuntime is older than the headers in {headers}: restore the package again";
            return null;
        }

        return new DetectPeer(compiled);
    }

    public void Dispose() => _peer.Dispose();
}
