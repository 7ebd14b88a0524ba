using System.Runtime.InteropServices;

namespace EdgeAI.Perception.Images;

/// <summary>The functions of libjpeg-turbo's TurboJPEG library that are called (turbojpeg.h, API 2.0 on; 3.x still has them), looked up when first needed.</summary>
internal sealed unsafe class TurboJpeg
{
    /// <summary>Blue, green, red (TJPF_BGR).</summary>
    public const int Bgr = 1;

    /// <summary>Brightness alone (TJPF_GRAY).</summary>
    public const int Grey = 6;

    /// <summary>The colour spaces from which no BGR comes (TJCS_CMYK, TJCS_YCCK).</summary>
    public const int FirstPrinterColours = 3;

    /// <summary>The samplings with brightness alone (TJSAMP_GRAY).</summary>
    public const int GreySampling = 3;

    /// <summary>The error that leaves an image behind (TJERR_WARNING).</summary>
    public const int Warning = 0;

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["turbojpeg.dll", "libturbojpeg.dll"]
        : OperatingSystem.IsMacOS() ? ["libturbojpeg.dylib", "/opt/homebrew/lib/libturbojpeg.dylib"]
        : ["libturbojpeg.so.0", "libturbojpeg.so"];

    private static readonly Lazy<TurboJpeg?> Library = new(Load);

    private TurboJpeg(nint library)
    {
        Start = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        ReadHeader = (delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int>)NativeLibrary.GetExport(library, "tjDecompressHeader3");
        Decompress = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
        ErrorCode = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjGetErrorCode");
        ErrorText = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
        Stop = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
    }

    /// <summary>The library; null where it is not installed.</summary>
    public static TurboJpeg? Installed => Library.Value;

    /// <summary>Makes a decoder.</summary>
    public delegate* unmanaged<nint> Start { get; }

    /// <summary>Reads width, height, sampling and colour space.</summary>
    public delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int> ReadHeader { get; }

    /// <summary>Decodes into width, pitch, height, format, with flags.</summary>
    public delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int> Decompress { get; }

    /// <summary>How bad the latest error was.</summary>
    public delegate* unmanaged<nint, int> ErrorCode { get; }

    /// <summary>What it was.</summary>
    public delegate* unmanaged<nint, byte*> ErrorText { get; }

    /// <summary>Ends a decoder.</summary>
    public delegate* unmanaged<nint, int> Stop { get; }

    private static TurboJpeg? Load()
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                try
                {
                    return new TurboJpeg(library);
                }
                catch (EntryPointNotFoundException)
                {
                    // Older than 2.0: as good as none.
                    NativeLibrary.Free(library);
                }
            }
        }

        return null;
    }
}
