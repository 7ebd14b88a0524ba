namespace EdgeAI.Tests.Profiles;

/// <summary>Mistakes with cameras, and with the stages that take their images.</summary>
internal static partial class BadProfiles
{
    /// <summary>The rows, each with cameras of its own.</summary>
    public static BadProfile[] OfCameras { get; } =
    [
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 1, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"models\": [ { \"name\": \"grasp\"",
            "25:17 $.stages[0].stream: 1 is taken by $.cameras[0].stream (line 23); give each camera and each stage a stream number of its own"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"hand/force\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:40 $.cameras[0].name: 'hand/force' is taken by $.boards[0].sensors[2].name (line 16); give each stream a name of its own"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:131 $.cameras[0].frame: 'cam' is no optical frame; use a-z, 0-9 and _, start with a letter and end in _optical, as in 'head_camera_optical'"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 63, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:90 $.cameras[0].width: 63 is odd, and colours are shared by two pixels; write an even number"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"v4l2\", \"path\": \"/dev/video0\", \"format\": \"nv12\", \"width\": 64, \"height\": 47, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:137 $.cameras[0].height: 47 is odd, and colours are shared by two pixels; write an even number"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\", \"path\": \"/dev/video0\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:146 $.cameras[0].path: 'path' means nothing to a 'test-pattern' camera; remove it"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\", \"images\": \"compressed\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:156 $.cameras[0].images: this camera's images do not come compressed; write 'raw', or a 'v4l2' camera's \"format\": \"mjpeg\""),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\", \"thread\": \"vision\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:156 $.cameras[0].thread: there is no thread 'vision'; add it to $.threads"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\", \"queue\": { \"capacity\": 2, \"policy\": \"block\" } } ], \"models\": [ { \"name\": \"grasp\"",
            "23:182 $.cameras[0].queue.policy: 'block' would make the device wait, which drops images without a count; choose 'latest-only'"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\", \"information\": { \"fx\": 50, \"fy\": 50, \"cx\": 32, \"cy\": 24, \"distortion\": [0.1, 0.2] } } ], \"models\": [ { \"name\": \"grasp\"",
            "23:217 $.cameras[0].information.distortion: 'plumb-bob' has 5 coefficients, and 2 are written; write all of them, or none"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"v4l2\", \"format\": \"yuyv\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:16 $.cameras[0]: a 'v4l2' camera needs 'path', which is missing; add it"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"v4l2\", \"path\": \"/dev/video0\", \"format\": \"yuyv\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\", \"loop\": true } ], \"models\": [ { \"name\": \"grasp\"",
            "23:179 $.cameras[0].loop: 'loop' means nothing to a 'v4l2' camera; remove it"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"v4l2\", \"path\": \"/dev/video0\", \"format\": \"yuyv\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" }, { \"stream\": 21, \"name\": \"head/other\", \"source\": \"v4l2\", \"path\": \"/dev/video0\", \"format\": \"yuyv\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:245 $.cameras[1].path: '/dev/video0' is taken by $.cameras[0].path (line 23); give each camera a device of its own"),
        new(
            "\"models\": [ { \"name\": \"grasp\"", "\"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"files\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"models\": [ { \"name\": \"grasp\"",
            "23:16 $.cameras[0]: a 'files' camera needs 'path', which is missing; add it"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"detect\", \"input\": \"hand/touch\", \"model\": \"grasp\"",
            "29:71 $.stages[3].input: a 'detect' stage takes CameraImage, but 'hand/touch' ('mpr121') gives TactileArray; name a stream of CameraImage"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"detect\", \"input\": \"hand/touch\"",
            "29:5 $.stages[3]: a 'detect' stage needs 'model', which is missing; add it",
            "29:71 $.stages[3].input: a 'detect' stage takes CameraImage, but 'hand/touch' ('mpr121') gives TactileArray; name a stream of CameraImage"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"sighting\", \"input\": \"hand/grasp\", \"class\": \"person\", \"scoreThreshold\": 0.5",
            "29:73 $.stages[3].input: a 'sighting' stage takes Detection2DArray, but 'hand/grasp' ('grasp-stability') answers with Classification; name a stream of Detection2DArray"),
        new(
            "\"kind\": \"touch\", \"input\": \"hand/touch\"", "\"kind\": \"touch\", \"input\": \"hand/touch\", \"scoreThreshold\": 0.5",
            "29:84 $.stages[3].scoreThreshold: 'scoreThreshold' means nothing to a 'touch' stage; remove it"),
        new(
            "\"city\": { \"standIn\": true }", "\"city\": { \"standIn\": true }, \"cameras\": [ { \"stream\": 20, \"name\": \"head/camera\", \"source\": \"test-pattern\", \"width\": 64, \"height\": 48, \"rateHz\": 30, \"frame\": \"cam_optical\" } ], \"recording\": { \"rawImages\": true }",
            "35:207 $.recording.rawImages: no camera lets raw images leave; write \"images\": \"raw\" at one, or remove it"),
    ];
}
