using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>What became of each child of a link by itself, which was kept of the link as one. What was said of a link before was meant of all its children.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130190100_ChildrenOfLinks")]
    public partial class ChildrenOfLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(name: "part", table: "link_child", type: "smallint", nullable: true);
            migrationBuilder.AddColumn<int>(name: "part_epoch", table: "link_child", type: "integer", nullable: true);
            migrationBuilder.AddColumn<long>(name: "part_version", table: "link_child", type: "bigint", nullable: true);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "placed_at", table: "link_child", type: "timestamp with time zone", nullable: true);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "disrupted_at", table: "link_child", type: "timestamp with time zone", nullable: true);
            migrationBuilder.Sql("update link_child set placed_at = link.placed_at, disrupted_at = link.disrupted_at from link where link.id = link_child.link");
            migrationBuilder.DropColumn(name: "placed_at", table: "link");
            migrationBuilder.DropColumn(name: "disrupted_at", table: "link");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(name: "placed_at", table: "link", type: "timestamp with time zone", nullable: true);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "disrupted_at", table: "link", type: "timestamp with time zone", nullable: true);
            migrationBuilder.Sql("update link set placed_at = (select min(placed_at) from link_child where link = id), disrupted_at = (select min(disrupted_at) from link_child where link = id)");
            migrationBuilder.DropColumn(name: "disrupted_at", table: "link_child");
            migrationBuilder.DropColumn(name: "placed_at", table: "link_child");
            migrationBuilder.DropColumn(name: "part_version", table: "link_child");
            migrationBuilder.DropColumn(name: "part_epoch", table: "link_child");
            migrationBuilder.DropColumn(name: "part", table: "link_child");
        }
    }
}
