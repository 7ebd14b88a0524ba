using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeAI.Perception.Images;

namespace EdgeAI.Benchmarks.Preprocess;

/// <summary>OpenCV in C++, compiled from opencv_peer.cpp when the benchmark starts and called in this process, so that both meet the same moments.</summary>
internal sealed unsafe class OpenCvPeer : IDisposable
{
    private const string Mend = "apt-get install g++ libopencv-dev";
    private readonly nint _library;
    private readonly string _folder;

    private OpenCvPeer(nint library, string folder)
    {
        _library = library;
        _folder = folder;
        Make = (delegate* unmanaged<int, int, int, int, int, int, int, nint>)Export("peer_make");
        Free = (delegate* unmanaged<nint, void>)Export("peer_free");
        Blob = (delegate* unmanaged<nint, byte*, float*, double, void>)Export("peer_blob");
        Split = (delegate* unmanaged<nint, byte*, float*, double, void>)Export("peer_split");
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Export("peer_version"))()) ?? "";
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
        string source = Path.Combine(AppContext.BaseDirectory, "Preprocess", "opencv_peer.cpp");
        string folder = Directory.CreateTempSubdirectory("edgeai-opencv-peer-").FullName;
        string library = Path.Combine(folder, "libopencv_peer.so");
        string? failure = Failure("g++", [
            "-O3", "-march=native", "-std=c++17", "-shared", "-fPIC", "-I/usr/include/opencv4", source, "-o", library,
            "-lopencv_dnn", "-lopencv_imgcodecs", "-lopencv_imgproc", "-lopencv_core"]);
        if (failure is not null)
        {
            Directory.Delete(folder, recursive: true);
            problem = $"preprocess compares with OpenCV in C++, which does not compile here ({failure}): {Mend}";
            return null;
        }

        problem = "";
        return new OpenCvPeer(NativeLibrary.Load(library), folder);
    }

    /// <summary>A JPEG file, enlarged, in a format.</summary>
    public bool TryFrame(string path, int width, int height, PixelFormat format, Span<byte> data)
    {
        nint text = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            fixed (byte* bytes = data)
            {
                return ((delegate* unmanaged<nint, int, int, int, byte*, int>)Export("peer_frame"))(text, width, height, (int)format, bytes) != 0;
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
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
