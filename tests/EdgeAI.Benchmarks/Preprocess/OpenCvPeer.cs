using System.Runtime.InteropServices;
using EdgeAI.Benchmarks.Peers;
using EdgeAI.Perception.Images;

namespace EdgeAI.Benchmarks.Preprocess;

/// <summary>OpenCV in C++, compiled from opencv_peer.cpp when the benchmark starts and called in this process, so that both meet the same moments.</summary>
internal sealed unsafe class OpenCvPeer : IDisposable
{
    private readonly CompiledPeer _peer;

    private OpenCvPeer(CompiledPeer peer)
    {
        _peer = peer;
        Make = (delegate* unmanaged<int, int, int, int, int, int, int, nint>)_peer.Export("peer_make");
        Free = (delegate* unmanaged<nint, void>)_peer.Export("peer_free");
        Blob = (delegate* unmanaged<nint, byte*, float*, double, void>)_peer.Export("peer_blob");
        Split = (delegate* unmanaged<nint, byte*, float*, double, void>)_peer.Export("peer_split");
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)_peer.Export("peer_version"))()) ?? "";
    }

    public string Version { get; }

    /// <summary>Makes a way from width, height, format, tensor side, drawn width, drawn height and interpolation.</summary>
    public delegate* unmanaged<int, int, int, int, int, int, int, nint> Make { get; }

    public delegate* unmanaged<nint, void> Free { get; }

    public delegate* unmanaged<nint, byte*, float*, double, void> Blob { get; }

    public delegate* unmanaged<nint, byte*, float*, double, void> Split { get; }

    /// <summary>Compiles and loads the peer; null, with one line, where something is missing.</summary>
    public static OpenCvPeer? TryBuild(out string problem)
    {
        CompiledPeer? peer = CompiledPeer.TryBuild(
            Path.Combine("Preprocess", "opencv_peer.cpp"),
            "preprocess compares with OpenCV in C++, which",
            ["-lopencv_dnn", "-lopencv_imgcodecs", "-lopencv_imgproc", "-lopencv_core"],
            out problem);
        return peer is null ? null : new OpenCvPeer(peer);
    }

    /// <summary>A JPEG file, enlarged, in a format.</summary>
    public bool TryFrame(string path, int width, int height, PixelFormat format, Span<byte> data)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            fixed (byte* bytes = data)
            {
                return ((delegate* unmanaged<nint, int, int, int, byte*, int>)_peer.Export("peer_frame"))(text, width, height, (int)format, bytes) != 0;
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    public void Dispose() => _peer.Dispose();
}
