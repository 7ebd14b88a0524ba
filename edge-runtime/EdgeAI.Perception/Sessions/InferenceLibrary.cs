using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeAI.Perception.Sessions;

/// <summary>Which libonnxruntime the process uses: the package's own, which has the CPU alone, or one that somebody built for their machine (a Jetson's).</summary>
public static class InferenceLibrary
{
    private const string Mend = "name the libonnxruntime.so of your own build, or leave 'inferenceLibrary' out for the one that comes along";
    private static readonly Lock Gate = new();
    private static string _used = "";

    /// <summary>Has every session use a library; before the first session, once in a process.</summary>
    /// <param name="path">The library's file.</param>
    /// <param name="problem">One line that names the file and the mend; empty on success.</param>
    public static bool TryUse(string path, out string problem)
    {
        ArgumentNullException.ThrowIfNull(path);
        string full = Path.GetFullPath(path);
        lock (Gate)
        {
            if (_used == full)
            {
                problem = "";
                return true;
            }

            if (!TryLoad(full, out nint handle, out problem))
            {
                return false;
            }

            if (_used.Length > 0 || OrtEnv.IsCreated)
            {
                problem = $"{full}: {(_used.Length > 0 ? _used : "another OnnxRuntime")} is already in use, and a process takes one: start the program again";
                return false;
            }

            // OnnxRuntime's own resolver stands back; ours has one answer.
            OrtEnv.DisableDllImportResolver = true;
            NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (name, _, _) => name.StartsWith("onnxruntime", StringComparison.Ordinal) ? handle : 0);
            _used = full;
            return true;
        }
    }

    private static bool TryLoad(string full, out nint handle, out string problem)
    {
        handle = 0;
        if (!File.Exists(full))
        {
            problem = $"{full}: no such file: {Mend}";
            return false;
        }

        try
        {
            InferenceTelemetry.Forbid();
            handle = NativeLibrary.Load(full);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            problem = $"{full}: cannot be loaded ({OnnxRuntimeText.FirstLine(error)}): {Mend}";
            return false;
        }

        bool isOnnxRuntime = NativeLibrary.TryGetExport(handle, "OrtGetApiBase", out _);
        problem = isOnnxRuntime ? "" : $"{full}: is no OnnxRuntime: it does not export OrtGetApiBase: {Mend}";
        return isOnnxRuntime;
    }
}
