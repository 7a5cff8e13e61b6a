module tertulia/pause

go 1.25.0
