"""What the command line does, for scripts and notebooks: one function a file, taken as `jiaosuo.NAME`."""
